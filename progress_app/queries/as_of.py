"""The moment that figures are told at: now, or any past one."""

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.query import QuerySet

from progress_app.enums import AsOfProblem, Decision
from progress_app.models import Entry, Posting, Review, Submission
from progress_app.querysets import EntryQuerySet
from unionplan.lib.dates import local_date, read_moment
from unions_app.models import AuditEvent
from unions_app.queries import Rewind, rewind_to

LONGEST = 20
"""Length of a text that can name a moment or a sequence."""
NEWEST = 2**63 - 1
"""Stands for the ledger's newest sequence: no posting comes after it."""


AS_OF_HELP = (
    "A past moment: a Shanghai day (2024-09-30, its end), a day and a time "
    "(2024-09-30T18:30), or a sequence of the ledger. Figures are what was known then."
)
"""How the API describes what ``read_as_of`` reads."""
SUBMITTED = "submission.submitted"
MOVES = {"entry.accepted": "accepted", "entry.returned": "returned"}
"""Where a decision takes a line; endorsed, it still waits."""


class AsOfError(ValueError):
    """The text names no moment that can be told; ``problem`` says why."""

    def __init__(self, problem: AsOfProblem) -> None:
        """Keep the reason, whose label says what to do."""
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment: figures are what the ledger said when it stood at ``sequence``.

    ``text`` names the moment in addresses, "" for now. ``rewind`` takes reference data
    back to it; None for now, when stored sums are read and nothing is to take back.
    """

    at: datetime
    sequence: int
    text: str = ""
    rewind: Rewind | None = None

    @property
    def is_past(self) -> bool:
        """Whether figures are told from the ledger instead of from stored sums."""
        return self.rewind is not None

    @property
    def on(self) -> date:
        """The Shanghai day of the moment."""
        return local_date(self.at)


def present(at: datetime) -> AsOf:
    """Return the present moment, whatever the ledger holds by now."""
    return AsOf(at=at, sequence=NEWEST)


def read_as_of(text: str, *, now: datetime) -> AsOf:
    """Return the moment that an address names; the present one for "".

    A number is a sequence of the ledger, a day its end, a day and a time that minute's
    end, in Shanghai. Cost: none for now, else two queries. Errors: AsOfError.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return present(now)
    if len(folded) > LONGEST:
        raise AsOfError(AsOfProblem.NOT_UNDERSTOOD)
    if folded.isdecimal():
        return as_of_sequence(int(folded))
    try:
        moment = read_moment(folded)
    except ValueError as error:
        raise AsOfError(AsOfProblem.NOT_UNDERSTOOD) from error
    if local_date(moment) == local_date(now):
        # The day is not over: what is told is what is known by now.
        moment = min(moment, now)
    if moment > now:
        raise AsOfError(AsOfProblem.NOT_YET)
    return as_of_moment(moment, text=folded.replace(" ", "T"))


def as_of_sequence(sequence: int) -> AsOf:
    """Return the moment a posting was recorded. Cost: two queries. Errors: AsOfError."""
    recorded_at = (
        Posting.objects.filter(sequence=min(sequence, NEWEST))
        .values_list("recorded_at", flat=True)
        .first()
    )
    if recorded_at is None:
        raise AsOfError(AsOfProblem.NO_SUCH_POSTING)
    return AsOf(
        at=recorded_at,
        sequence=sequence,
        text=str(sequence),
        rewind=rewind_to(recorded_at),
    )


def as_of_moment(moment: datetime, *, text: str) -> AsOf:
    """Return where the ledger stood at a moment. Cost: two queries."""
    known = Posting.objects.filter(recorded_at__lte=moment)
    newest = known.order_by("-recorded_at", "-sequence")
    sequence = newest.values_list("sequence", flat=True).first()
    return AsOf(at=moment, sequence=sequence or 0, text=text, rewind=rewind_to(moment))


def awaiting_at(as_of: AsOf, *, plan_id: int, now_waiting: int) -> int:
    """Return how many lines of a plan waited for a decision at a past moment.

    Reckoned back from how many wait now: what was handed in since did not wait yet,
    what was decided for good since still did. Cost: three queries.
    """
    mine = Submission.objects.filter(period__plan=plan_id)
    subjects = {f"submission:{pk}" for pk in mine.values_list("pk", flat=True)}
    handed_in = sum(
        len(entry_ids)
        for subject, entry_ids in _handed_in_since(as_of)
        if subject in subjects
    )
    decided = _decided_since(as_of).filter(entry__target__plan=plan_id)
    return now_waiting - handed_in + decided.count()


def awaiting_by_target_at(as_of: AsOf, lines: EntryQuerySet[Entry]) -> Counter[int]:
    """Return the same of some lines, by target id. Cost: four queries."""
    counted = lines.awaiting_decision().order_by().values_list("target_id")
    waiting = Counter(dict(counted.annotate(Count("pk"))))
    since = [pk for _subject, entry_ids in _handed_in_since(as_of) for pk in entry_ids]
    target_of = dict(lines.filter(pk__in=since).values_list("pk", "target_id"))
    waiting.subtract(target_of[pk] for pk in since if pk in target_of)
    decided = _decided_since(as_of).filter(entry__in=lines.order_by())
    waiting.update(dict(decided.values_list("entry__target").annotate(Count("pk"))))
    return waiting


def _handed_in_since(as_of: AsOf) -> list[tuple[str, list[int]]]:
    """Return the submission and the lines of everything handed in after a moment."""
    events = AuditEvent.objects.filter(action=SUBMITTED, recorded_at__gt=as_of.at)
    return [
        (subject, [int(pk) for pk in detail["entries"]])
        for subject, detail in events.values_list("subject", "detail")
    ]


def _decided_since(as_of: AsOf) -> QuerySet[Review]:
    final = (Decision.RETURNED, Decision.ACCEPTED)
    return Review.objects.filter(decision__in=final, decided_at__gt=as_of.at)


@dataclass(slots=True)
class StoodLines:
    """How a return's lines stood: first handed in when, and how many were where."""

    first_submitted_at: datetime | None = None
    accepted: int = 0
    waiting: int = 0
    returned: int = 0


def lines_at(as_of: AsOf, *, union_id: int) -> dict[int, StoodLines]:
    """Return how a union's returns stood at a past moment, by submission id.

    Replayed from the audit trail: nothing else remembers where a line was. Cost: two
    queries.
    """
    steps = AuditEvent.objects.filter(
        union=union_id, recorded_at__lte=as_of.at, action__in=(SUBMITTED, *MOVES)
    )
    stood: dict[int, str] = {}
    found: dict[int, StoodLines] = defaultdict(StoodLines)
    for event in steps.order_by("sequence"):
        pk = int(event.subject.partition(":")[2])
        if event.action != SUBMITTED:
            stood[pk] = MOVES[event.action]
            continue
        stood |= dict.fromkeys(map(int, event.detail["entries"]), "waiting")
        if found[pk].first_submitted_at is None:
            found[pk].first_submitted_at = event.recorded_at
    entries = Entry.objects.filter(pk__in=stood).values_list("pk", "submission_id")
    for pk, submission_id in entries:
        told = found[submission_id]
        setattr(told, stood[pk], getattr(told, stood[pk]) + 1)
    return dict(found)
