"""What happened to a return or an entry: who, when, what changed, why it came back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext

from progress_app.models import (
    Correction,
    Entry,
    PeriodException,
    Review,
    Submission,
)
from progress_app.queries.exceptions import exceptions_of
from targets_app.models import Target
from unionplan.lib.dates import local_date
from unions_app.models import AuditEvent

AMOUNTS = frozenset({"quantity", "numerator", "denominator", "stage"})
FIGURES = AMOUNTS | {"presence"}
SAVED = "entry.saved"
SUBMITTED = "submission.submitted"
READ = "evidence.read"
"""Who looked at a file is the audit trail's business, not the history's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One column that changed; before and after are None for texts, kept as hashes."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What an event says of one line: what changed, or the words of a return."""

    target: Target
    changes: tuple[Change, ...] = ()
    reason: str = ""
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One step: ``action`` as the audit trail names it, its lines in the plan's order.

    ``words`` is what was said of the whole return: of opening its period again.
    """

    at: datetime
    action: str
    person: str
    lines: tuple[HistoryLine, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Company:
    """What events refer to: targets by entry id, and what people wrote, by key.

    A key is an action's detail and its id: ("review", 12), ("exception.asked", 3).
    """

    targets: Mapping[int, Target]
    words: Mapping[tuple[str, int], str]


def submission_history(submission: Submission) -> list[HistoryEvent]:
    """Return what happened to a return, newest first; one day's saves are one step.

    What was asked and decided about opening its period again is told too. Cost: five
    queries.
    """
    entries = Entry.objects.filter(submission=submission).select_related("target")
    asked = exceptions_of(union_id=submission.union_id, period_id=submission.period_id)
    targets = {entry.pk: entry.target for entry in entries}
    return _history(submission, targets, asked)


def entry_history(entry: Entry) -> list[HistoryEvent]:
    """Return what happened to one line, newest first. Cost: three queries."""
    return _history(entry.submission, {entry.pk: entry.target}, [])


def _history(
    submission: Submission,
    targets: Mapping[int, Target],
    asked: Sequence[PeriodException],
) -> list[HistoryEvent]:
    subjects = [f"entry:{pk}" for pk in targets]
    subjects += [f"exception:{row.pk}" for row in asked]
    events = AuditEvent.objects.filter(
        Q(subject=f"submission:{submission.pk}") | Q(subject__in=subjects)
    ).select_related("person")
    company = _Company(targets, _words(list(targets), asked))
    steps = [
        _step(list(group), company)
        for _key, group in groupby(
            events.exclude(action=READ).order_by("sequence"), _key
        )
    ]
    return [step for step in reversed(steps) if step is not None]


def _words(
    entry_ids: list[int], asked: Iterable[PeriodException]
) -> dict[tuple[str, int], str]:
    """Return what people wrote: it is not in the audit trail, which keeps no texts."""
    found: dict[tuple[str, int], str] = {}
    reviews = Review.objects.filter(entry__in=entry_ids)
    for pk, reason in reviews.values_list("pk", "reason"):
        found["review", pk] = reason
    for row in Correction.objects.filter(entry__in=entry_ids):
        found["correction.proposed", row.pk] = gettext("%(reason)s：%(words)s") % {
            "reason": row.get_reason_code_display(),
            "words": row.words,
        }
        found["correction.refused", row.pk] = row.decision_words
    for exception in asked:
        found["exception.asked", exception.pk] = exception.why
        found["exception.granted", exception.pk] = exception.words
        found["exception.refused", exception.pk] = exception.words
    return found


def _key(event: AuditEvent) -> tuple[str, int | None, date | datetime]:
    """Tell one step from the next: autosaves of a day are one, decisions are not."""
    at = event.recorded_at
    return (
        event.action,
        event.person_id,
        local_date(at) if event.action == SAVED else at,
    )


def _step(events: list[AuditEvent], company: _Company) -> HistoryEvent | None:
    """Return a step of events of one kind; None where they say nothing in the end."""
    last = events[-1]
    lines = _lines_of(events, company)
    if not lines and last.action in (SAVED, SUBMITTED):
        return None
    subject, _colon, pk = last.subject.partition(":")
    is_about_the_period = subject == "exception"
    return HistoryEvent(
        at=last.recorded_at,
        action=last.action,
        person=str(last.person or ""),
        lines=tuple(sorted(lines, key=lambda line: line.target.position)),
        words=company.words[last.action, int(pk)] if is_about_the_period else "",
    )


def _lines_of(events: list[AuditEvent], company: _Company) -> list[HistoryLine]:
    action, targets = events[-1].action, company.targets
    if action == SAVED:
        return _saved(events, targets)
    if action == SUBMITTED:
        handed_in = {int(pk) for pk in events[-1].detail["entries"]}
        return [HistoryLine(t) for pk, t in targets.items() if pk in handed_in]
    return [
        HistoryLine(
            targets[_entry_id(event)],
            entry_id=_entry_id(event),
            changes=_corrected(event),
            reason=_reason(event, company.words),
        )
        for event in events
        if event.subject.startswith("entry:")
    ]


def _corrected(event: AuditEvent) -> tuple[Change, ...]:
    """Return what a correction changes, from what stood to what it says."""
    changes = event.detail.get("changes", {})
    return _told_once([Change(name, *both) for name, both in changes.items()])


def _reason(event: AuditEvent, words: Mapping[tuple[str, int], str]) -> str:
    detail = event.detail
    if review := detail.get("review"):
        return words.get(("review", review), "")
    return words.get((event.action, detail.get("correction") or 0), "")


def _entry_id(event: AuditEvent) -> int:
    return int(event.subject.partition(":")[2])


def _saved(
    events: Iterable[AuditEvent], targets: Mapping[int, Target]
) -> list[HistoryLine]:
    """Merge saves: each column from what it was first to what it was at last."""
    first: dict[tuple[int, str], str] = {}
    last: dict[tuple[int, str], str] = {}
    for event in events:
        for column, (before, after) in event.detail["changes"].items():
            key = (_entry_id(event), column)
            first.setdefault(key, before)
            last[key] = after
    changes: dict[int, list[Change]] = {}
    for (pk, column), before in first.items():
        after = last[pk, column]
        if before != after:
            is_figure = column in FIGURES
            change = Change(
                column=column,
                before=before if is_figure else None,
                after=after if is_figure else None,
            )
            changes.setdefault(pk, []).append(change)
    return [
        HistoryLine(targets[pk], _told_once(found)) for pk, found in changes.items()
    ]


def _told_once(changes: list[Change]) -> tuple[Change, ...]:
    """Leave out that a line is filled in now where its figure says so already."""
    says_so = any(change.column in AMOUNTS for change in changes)
    return tuple(c for c in changes if not (says_so and c.column == "presence"))
