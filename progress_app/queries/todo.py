"""What a union has to do now: its periods, what came back, and what is still missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery

from progress_app.enums import Decision, EntryState, Presence
from progress_app.models import Entry, Review, Submission
from progress_app.queries.exceptions import reopened
from progress_app.queries.gaps import Gap, gaps_of
from progress_app.queries.grid import Clock, clock_of
from targets_app.enums import PeriodState
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import PeriodsNow, periods_now
from targets_app.rules import owes
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unionplan.lib.dates import local_date
from unions_app.models import Union
from unions_app.queries import own_unions
from unions_app.rules import Access, can_report_for


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """One period of one union: ``counts`` are (state, label, number), none of 0.

    ``submission`` is None before the union has begun; ``filled`` of ``owed`` lines say
    something.
    """

    period: ReportingPeriod
    clock: Clock
    submission: Submission | None
    owed: int
    filled: int
    counts: tuple[tuple[str, str, int], ...]

    @property
    def is_complete(self) -> bool:
        """Whether every owed line has been handed in."""
        open_states = {EntryState.DRAFT, EntryState.RETURNED, Presence.NOT_REPORTED}
        return self.submission is not None and not any(
            state in open_states for state, _label, _number in self.counts
        )


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """An entry that came back, and who sent it."""

    entry: Entry
    reviewer: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class UnionTodo:
    """What one union has to do. ``upcoming`` is the next period to open, if any."""

    union: Union
    can_report: bool
    returned: tuple[ReturnedLine, ...]
    periods: tuple[DuePeriod, ...]
    upcoming: ReportingPeriod | None
    gaps: tuple[Gap, ...]

    @property
    def figures(self) -> list[Gap]:
        """The gaps of figures and rates."""
        return [gap for gap in self.gaps if gap.target.is_numeric]

    @property
    def milestones(self) -> list[Gap]:
        """How the milestones stand."""
        return [gap for gap in self.gaps if not gap.target.is_numeric]


@dataclass(frozen=True, slots=True)
class Todo:
    """The reporter's landing page. ``plan`` is None before one is in force."""

    plan: Plan | None
    now: PeriodsNow
    unions: tuple[UnionTodo, ...]


def todo(access: Access, *, at: datetime) -> Todo:
    """Return what a person's unions have to do, in official order.

    Cost: thirteen queries, whatever the unions and entries.
    """
    plan = current_plan()
    if plan is None:
        return Todo(plan=None, now=PeriodsNow((), None, None), unions=())
    today = local_date(at)
    now = periods_now(plan_id=plan.pk, today=today)
    unions = own_unions(access)
    targets = list(Target.objects.filter(plan=plan).order_by("position"))
    owed = {union.pk: _owed(union, targets) for union in unions}
    desk = _Desk(plan, unions, at)
    returned = _returned(desk)
    gaps = gaps_of(plan=plan, now=now, owed=owed, at=at)
    upcoming = [p for p in now.periods if clock_of(p, at).state == PeriodState.NOT_OPEN]
    return Todo(
        plan=plan,
        now=now,
        unions=tuple(
            UnionTodo(
                union=union,
                can_report=can_report_for(access, union.pk),
                returned=tuple(returned[union.pk]),
                periods=tuple(
                    desk.due(union, period, len(owed[union.pk]))
                    for period in now.periods
                    if desk.clock(union.pk, period).is_fillable
                ),
                upcoming=upcoming[0] if upcoming else None,
                gaps=gaps[union.pk],
            )
            for union in unions
            if owed[union.pk]
        ),
    )


def _owed(union: Union, targets: Iterable[Target]) -> list[Target]:
    return [
        target
        for target in targets
        if owes(
            source=target.source,
            territorial_only=target.territorial_only,
            lead_department_id=target.lead_department_id,
            union_id=union.pk,
            union_kind=union.kind,
        )
    ]


class _Desk:
    """The returns of some unions for a plan, and how their lines stand."""

    def __init__(self, plan: Plan, unions: Sequence[Union], at: datetime) -> None:
        """Read submissions, counts and exceptions in force: three queries."""
        self.at = at
        self.reopened = reopened(union_ids=[union.pk for union in unions], at=at)
        self.submissions = {
            (row.union_id, row.period_id): row
            for row in Submission.objects.filter(union__in=unions, period__plan=plan)
        }
        self.lines = Entry.objects.filter(
            submission__union__in=unions, submission__period__plan=plan
        )
        self.counts = self._counted(self.lines)

    def _counted(self, lines: QuerySet[Entry]) -> Mapping[int, Counter[str]]:
        """Return how many lines stand where, by submission; blank drafts apart."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        rows = lines.order_by().values_list("submission_id", "state", "presence")
        for submission_id, state, presence, number in rows.annotate(n=Count("pk")):
            is_blank = state == EntryState.DRAFT and presence == Presence.NOT_REPORTED
            counts[submission_id][presence if is_blank else state] += number
        return counts

    def clock(self, union_id: int, period: ReportingPeriod) -> Clock:
        """Return where a period stands for a union, exceptions included."""
        until = self.reopened.get((union_id, period.pk))
        return clock_of(period, self.at, reopened_until=until)

    def due(self, union: Union, period: ReportingPeriod, owed: int) -> DuePeriod:
        """Return one period of one union."""
        submission = self.submissions.get((union.pk, period.pk))
        counted = self.counts[submission.pk] if submission else Counter()
        begun = sum(counted.values())
        counted[Presence.NOT_REPORTED] += owed - begun if owed > begun else 0
        words = [(Presence.NOT_REPORTED.value, str(Presence.NOT_REPORTED.label))]
        words += [(state.value, str(state.label)) for state in EntryState]
        return DuePeriod(
            period=period,
            clock=self.clock(union.pk, period),
            submission=submission,
            owed=owed,
            filled=sum(counted.values()) - counted[Presence.NOT_REPORTED],
            counts=tuple(
                (state, label, counted[state])
                for state, label in words
                if counted[state]
            ),
        )


def _returned(desk: _Desk) -> dict[int, list[ReturnedLine]]:
    """Return the entries that came back, oldest period first, by union id."""
    latest = Review.objects.filter(entry=OuterRef("pk"), decision=Decision.RETURNED)
    rows = (
        desk.lines.filter(state=EntryState.RETURNED)
        .select_related("target", "submission__period")
        .order_by("submission__period__ends_on", "target__position")
        .annotate(by=Subquery(latest.order_by("-pk").values("reviewer__name")[:1]))
    )
    found: dict[int, list[ReturnedLine]] = defaultdict(list)
    for entry in rows:
        union_id = entry.submission.union_id
        found[union_id].append(
            ReturnedLine(
                entry=entry,
                reviewer=entry.by,
                clock=desk.clock(union_id, entry.submission.period),
            )
        )
    return found
