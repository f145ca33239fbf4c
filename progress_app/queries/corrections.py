"""Corrections and what a decision on them rests on; the whole story of one entry."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from progress_app.models import Correction, Entry, Evidence, Posting, Submission
from progress_app.queries.grid import clock_for
from progress_app.queries.ledger import figure_of
from progress_app.queries.lines import Line, contexts_of, lines_of
from progress_app.rules.corrections import FIGURE_COLUMNS, can_propose
from progress_app.rules.figures import Figure
from progress_app.rules.transitions import is_editable
from unions_app.enums import Role
from unions_app.rules import Access, can_report_for


def corrections_for(access: Access) -> QuerySet[Correction]:
    """Return the corrections a person may read, newest first."""
    return _with_company(Correction.objects.visible_to(access))


def corrections_to_decide(access: Access) -> QuerySet[Correction]:
    """Return what waits for the person's department, oldest first.

    Their own proposals are among them: a colleague has to decide on those.
    """
    led = access.unions_as(Role.OFFICER)
    rows = Correction.objects.filter(entry__target__lead_department__in=led)
    return _with_company(rows.awaiting_decision()).order_by("proposed_at", "pk")


def _with_company(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    return rows.select_related(
        "entry__target",
        "entry__submission__union",
        "entry__submission__period__plan",
        "corrects",
        "proposed_by",
        "decided_by",
        "posting",
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A correction beside what it corrects: each with its total, goal and warnings."""

    correction: Correction
    before: Line
    after: Line


def compared(correction: Correction) -> Compared:
    """Return a correction as who decides must see it. Cost: five queries."""
    entry = correction.entry
    told = (figure_of(correction.corrects), figure_of(correction))
    entries = [_as_if(entry, figure) for figure in told]
    before, after = lines_of(
        entries,
        contexts=contexts_of([entry]),
        on=entry.submission.period.ends_on,
    )
    return Compared(correction=correction, before=before, after=after)


def _as_if(entry: Entry, figure: Figure) -> Entry:
    """Return a copy of an entry that says something else; it is never saved."""
    other = copy(entry)
    for name in FIGURE_COLUMNS:
        setattr(other, name, getattr(figure, name))
    return other


@dataclass(frozen=True, slots=True)
class EntryStory:
    """All there is about one entry: what was reported, and what the ledger says.

    ``postings`` are newest first, so the first is in force. ``pending`` is the
    correction without a decision, if there is one.
    """

    entry: Entry
    line: Line
    postings: tuple[Posting, ...]
    corrections: tuple[Correction, ...]
    evidence: tuple[Evidence, ...]

    @property
    def standing(self) -> Posting | None:
        """The posting in force."""
        return self.postings[0] if self.postings else None

    @property
    def is_corrected(self) -> bool:
        """Whether the ledger says something else than what was reported."""
        return any(correction.posting_id for correction in self.corrections)

    @property
    def pending(self) -> Correction | None:
        """The correction that waits for a decision."""
        waiting = [c for c in self.corrections if c.state == "proposed"]
        return waiting[0] if waiting else None


def entry_story(entry: Entry) -> EntryStory:
    """Return all there is about an entry. Cost: eight queries."""
    on = entry.submission.period.ends_on
    [line] = lines_of([entry], contexts=contexts_of([entry]), on=on)
    postings = Posting.objects.filter(entry=entry).order_by("-sequence")
    corrections = Correction.objects.filter(entry=entry)
    return EntryStory(
        entry=entry,
        line=line,
        postings=tuple(postings.select_related("review__reviewer")),
        corrections=tuple(_with_company(corrections)),
        evidence=evidence_of(entry),
    )


def evidence_of(entry: Entry) -> tuple[Evidence, ...]:
    """Return an entry's files with who uploaded them. Cost: one query."""
    return tuple(entry.evidence.select_related("uploaded_by"))


def evidence_counts(submission: Submission) -> dict[int, int]:
    """Return how many files each line of a return has, by entry id. Cost: one query."""
    rows = Evidence.objects.filter(entry__submission=submission).order_by()
    counted = rows.values_list("entry").annotate(number=Count("pk"))
    return dict(counted.values_list("entry", "number"))


def takes_evidence(access: Access, entry: Entry, at: datetime) -> bool:
    """Return whether a person may add files to an entry, or take them away, now."""
    return (
        can_report_for(access, entry.submission.union_id)
        and is_editable(entry.state)
        and clock_for(entry.submission, at).is_fillable
    )


def takes_correction(access: Access, story: EntryStory) -> bool:
    """Return whether a person may propose another figure for an entry now."""
    return (
        story.standing is not None
        and story.pending is None
        and can_propose(
            access,
            union_id=story.entry.submission.union_id,
            lead_department_id=story.entry.target.lead_department_id,
        )
    )
