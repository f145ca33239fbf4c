"""How far every union's return is in every period, and who is still waited for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.functional import Promise

from progress_app.enums import EntryState, ReportingState
from progress_app.models import Reminder, Submission
from progress_app.queries.grid import Clock, clock_of
from progress_app.queries.positions import is_open
from progress_app.rules.reporting import HANDED_IN, WAITED_FOR, Told, reporting_state
from targets_app.models import ReportingPeriod, Target
from targets_app.rules import owes
from tasks_app.models import Plan
from unionplan.lib.dates import local_date
from unions_app.enums import PeerGroup, UnionKind
from unions_app.models import Person, Union
from unions_app.queries import reporters_of

DEPARTMENTS = UnionKind.DEPARTMENT
GROUPS: tuple[tuple[str, str | Promise], ...] = (
    *((group.value, group.label) for group in PeerGroup),
    (DEPARTMENTS.value, DEPARTMENTS.label),
)
"""Peer groups, and the departments, which are of none: (value, label), in order."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One union's return for one period: ``handed_in`` of ``owed`` lines are in."""

    period: ReportingPeriod
    state: ReportingState
    owed: int
    handed_in: int

    @property
    def is_waited_for(self) -> bool:
        """Whether the union can be reminded."""
        return self.state in WAITED_FOR

    @property
    def is_partly(self) -> bool:
        """Whether lines of a return that is in are still missing."""
        return self.state == ReportingState.SUBMITTED and self.handed_in < self.owed


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A union and its cells, in the order of the periods."""

    union: Union
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """The unions of a peer group, in official order."""

    label: str
    rows: tuple[StatusRow, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A period: how many unions owe a return, have handed it in, are waited for."""

    period: ReportingPeriod
    clock: Clock
    owing: int
    handed_in: int
    waited_for: int


@dataclass(frozen=True, slots=True)
class Status:
    """The matrix of unions and periods, and its sums."""

    groups: tuple[StatusGroup, ...]
    totals: tuple[Total, ...]

    @property
    def rows(self) -> list[StatusRow]:
        """Every union's row."""
        return [row for group in self.groups for row in group.rows]


def reporting_status(*, plan: Plan, at: datetime, group: str = "") -> Status:
    """Return how far the returns of a plan are; ``group`` keeps one of GROUPS.

    Cost: four queries, whatever the unions and periods.
    """
    periods = list(ReportingPeriod.objects.filter(plan=plan).order_by("number"))
    matrix = _Matrix(plan, periods, local_date(at))
    groups = tuple(
        StatusGroup(label=str(label), rows=rows)
        for value, label in GROUPS
        if group in ("", value)
        if (rows := matrix.rows(value))
    )
    shown = [row for one in groups for row in one.rows]
    return Status(
        groups=groups,
        totals=tuple(
            _total(period, [row.cells[i] for row in shown], at)
            for i, period in enumerate(periods)
        ),
    )


def _total(period: ReportingPeriod, cells: Sequence[Cell], at: datetime) -> Total:
    return Total(
        period=period,
        clock=clock_of(period, at),
        owing=sum(cell.state != ReportingState.NOT_OWED for cell in cells),
        handed_in=sum(cell.state in HANDED_IN for cell in cells),
        waited_for=sum(cell.is_waited_for for cell in cells),
    )


def waited_for(*, period: ReportingPeriod, at: datetime) -> list[Union]:
    """Return the unions that still owe their return for a period, in official order.

    None before it opens. Cost: three queries.
    """
    matrix = _Matrix(period.plan, [period], local_date(at))
    rows = [row for value, _label in GROUPS for row in matrix.rows(value)]
    found = [row.union for row in rows if row.cells[0].is_waited_for]
    return sorted(found, key=lambda union: (union.position, union.pk))


class _Matrix:
    """Unions and periods of a plan: three queries."""

    def __init__(
        self, plan: Plan, periods: Sequence[ReportingPeriod], today: date
    ) -> None:
        """Read unions, targets and returns."""
        self.periods = periods
        self.today = today
        self.unions: dict[str, list[Union]] = defaultdict(list)
        for union in Union.objects.reporting().order_by("position", "pk"):
            self.unions[_group_of(union)].append(union)
        self.targets = list(Target.objects.filter(plan=plan))
        self.told = _told(periods)

    def rows(self, group: str) -> tuple[StatusRow, ...]:
        """Return a group's unions that owe or handed in a return at all."""
        rows = (StatusRow(u, self._cells(u)) for u in self.unions[group])
        return tuple(
            row
            for row in rows
            if any(cell.state != ReportingState.NOT_OWED for cell in row.cells)
        )

    def _cells(self, union: Union) -> tuple[Cell, ...]:
        owed = _owed(union, self.targets)
        return tuple(self._cell(union, period, owed) for period in self.periods)

    def _cell(self, union: Union, period: ReportingPeriod, owed: int) -> Cell:
        told = self.told.get((union.pk, period.pk))
        # A return that was begun counts even of a union that closed in the period.
        owed = owed if told or is_open(union, period.ends_on) else 0
        return Cell(
            period=period,
            state=reporting_state(
                owed=owed,
                told=told,
                opens_on=period.opens_on,
                due_on=period.due_on,
                today=self.today,
            ),
            owed=owed,
            handed_in=told.handed_in if told else 0,
        )


def _group_of(union: Union) -> str:
    return DEPARTMENTS if union.kind == UnionKind.DEPARTMENT else union.peer_group


def _owed(union: Union, targets: Iterable[Target]) -> int:
    return sum(
        owes(
            source=target.source,
            territorial_only=target.territorial_only,
            lead_department_id=target.lead_department_id,
            union_id=union.pk,
            union_kind=union.kind,
        )
        for target in targets
    )


def _told(periods: Collection[ReportingPeriod]) -> dict[tuple[int, int], Told]:
    rows = (
        Submission.objects.filter(period__in=periods)
        .order_by()
        .annotate(
            lines=Count("entries"),
            in_hand=_lines(
                EntryState.SUBMITTED, EntryState.ENDORSED, EntryState.ACCEPTED
            ),
            returned=_lines(EntryState.RETURNED),
            accepted=_lines(EntryState.ACCEPTED),
        )
    )
    return {
        (row.union_id, row.period_id): Told(
            lines=row.lines,
            was_handed_in=row.first_submitted_at is not None,
            handed_in=row.in_hand,
            returned=row.returned,
            accepted=row.accepted,
        )
        for row in rows
    }


def _lines(*states: EntryState) -> Count:
    return Count("entries", filter=Q(entries__state__in=states))


@dataclass(frozen=True, slots=True)
class Addressee:
    """A union that can be reminded, who would read it, and when it last was told."""

    union: Union
    people: tuple[Person, ...]
    reminded_at: datetime | None


def addressees(*, period: ReportingPeriod, at: datetime) -> list[Addressee]:
    """Return whom a reminder of a period can reach, in official order.

    Cost: five queries.
    """
    unions = waited_for(period=period, at=at)
    people = reporters_of([union.pk for union in unions], on=local_date(at))
    reminded = _last_reminded(period)
    return [
        Addressee(union, tuple(people[union.pk]), reminded.get(union.pk))
        for union in unions
    ]


def _last_reminded(period: ReportingPeriod) -> Mapping[int, datetime]:
    rows = Reminder.objects.filter(period=period).order_by().values_list("unions")
    return dict(rows.annotate(at=Max("sent_at")))


def period_to_remind(pk: int, *, at: datetime) -> ReportingPeriod:
    """Return a period of a plan in force that has opened. Errors: DoesNotExist."""
    return ReportingPeriod.objects.select_related("plan").get(
        pk=pk,
        plan__in=Plan.objects.in_force(),
        opens_on__lte=local_date(at),
    )
