"""How targets stand at one union: from stored roll-ups or from the ledger's replay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from progress_app.enums import Light, Stage
from progress_app.models import Rollup
from progress_app.queries.as_of import AsOf
from progress_app.queries.past import Year, positions_as_of
from progress_app.queries.positions import POSITION_COLUMNS, is_open
from progress_app.rules.gaps import own_goal, still_needed
from progress_app.rules.lights import Expectation, achieved_share, target_light
from progress_app.rules.rollup import Position
from reports_app.rules.standings import (
    deciding_share,
    level,
    overall_stage,
)
from targets_app.models import Quota, ReportingPeriod, Target
from targets_app.queries import (
    PeriodsNow,
    dated_shares,
    paces_in_force,
    periods_now,
)
from targets_app.rules import Pace, expected_share, owes
from tasks_app.models import Plan
from unions_app.enums import UnionKind
from unions_app.models import Union

PositionKey = tuple[int, int, int]
"""Target id, union id, period id."""
Positions = Mapping[PositionKey, Position]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the targets of a plan are measured with on a day.

    ``targets`` are in the plan's order and come with measure, task, area and lead
    department; ``unions`` are in official order; ``quotas`` (by target and union id)
    stand in for those of roll-ups that have not been made yet. At a past moment all of
    them are as they were then.
    """

    plan: Plan
    as_of: AsOf
    now: PeriodsNow
    targets: tuple[Target, ...]
    paces: Mapping[int, Pace]
    unions: Mapping[int, Union]
    quotas: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The Shanghai day that is told."""
        return self.as_of.on

    @property
    def federation(self) -> Union:
        """The root of the tree."""
        return next(u for u in self.unions.values() if u.kind == UnionKind.MUNICIPAL)

    @property
    def telling_periods(self) -> tuple[ReportingPeriod, ...]:
        """The periods whose positions a standing needs: checkpoint and display."""
        told = {p.pk: p for p in (self.now.checkpoint, self.now.display) if p}
        return tuple(told.values())

    def expected_at(self, target: Target, period: ReportingPeriod | None) -> Fraction:
        """Return the share expected by a period's end; 0 before the first one."""
        pace = self.paces.get(target.pk)
        if pace is None or period is None:
            return Fraction(0)
        return expected_share(pace=pace, month=period.ends_on.month)

    def owing_units(
        self, target: Target, union: Union, period: ReportingPeriod | None
    ) -> int:
        """Return how many unions at or below a union report on a target."""
        if period is None:
            return 0
        return sum(
            is_open(unit, period.ends_on) and is_owing(target, unit)
            for unit in self.unions.values()
            if union.kind == UnionKind.MUNICIPAL or self._is_within(unit, union)
        )

    def _is_within(self, unit: Union, union: Union) -> bool:
        node: Union | None = unit
        while node is not None and node.pk != union.pk:
            node = self.unions.get(node.parent_id) if node.parent_id else None
        return node is not None


def is_owing(target: Target, union: Union) -> bool:
    """Return whether a union reports on a target."""
    return owes(
        source=target.source,
        territorial_only=target.territorial_only,
        lead_department_id=target.lead_department_id,
        union_id=union.pk,
        union_kind=union.kind,
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units had an accepted report for a period, out of those that owe one."""

    reported: int
    expected: int

    @property
    def missing(self) -> int:
        """How many are still awaited."""
        return self.expected - self.reported


@dataclass(frozen=True, slots=True)
class Standing:
    """How one target stands at one union: everything exact, nothing rounded.

    ``position`` is the cumulative at the display period; ``coverage`` is that of the
    checkpoint, ``open_coverage`` that of the period still being filled in (None when
    there is none); ``stale`` counts units whose level is carried on at the checkpoint.
    ``achieved`` and ``expected`` are shares of ``goal`` (1 is 100 %, not clamped);
    ``level`` is a ratio's rate; ``shortfall`` is what is wanting to the pace, in the
    unit (a ratio: of its numerator), all of it where nothing was told yet. None: not
    known, or nothing to measure against.
    """

    target: Target
    union: Union
    position: Position
    coverage: Coverage
    open_coverage: Coverage | None
    stale: int
    goal: Decimal | None
    expected: Fraction
    achieved: Fraction | None
    level: Fraction | None
    light: Light
    shortfall: Decimal | None
    stage: Stage | None

    @property
    def is_behind(self) -> bool:
        """Whether its light is yellow or red."""
        return self.light in (Light.BEHIND, Light.FAR_BEHIND)

    @property
    def deciding_share(self) -> Fraction | None:
        """The share that a display of ``achieved`` may not round up to."""
        return deciding_share(achieved=self.achieved, expected=self.expected)

    @property
    def deciding_level(self) -> Fraction | None:
        """The rate that a display of ``level`` may not round up to."""
        share = self.deciding_share
        if share is None or self.goal is None:
            return None
        return share * Fraction(self.goal) / 100


def frame_of(
    *,
    plan: Plan,
    as_of: AsOf,
    targets: Iterable[Target] | None = None,
    quotas: Mapping[tuple[int, int], Decimal] | None = None,
) -> Frame:
    """Return the frame of a plan at a moment. Cost: four queries, three with targets."""
    if targets is None:
        targets = Target.objects.filter(plan=plan).select_related(
            "lead_department", "measure__task__area"
        )
    unions: Iterable[Union] = Union.objects.all()
    rewind = as_of.rewind
    if rewind is not None:
        [plan] = rewind.rows([plan])
        targets, unions = rewind.rows(targets), rewind.rows(unions)
    return Frame(
        plan=plan,
        as_of=as_of,
        now=periods_now(plan_id=plan.pk, today=as_of.on, rewind=rewind),
        targets=tuple(targets),
        paces=paces_in_force(plan_id=plan.pk, on=as_of.on, rewind=rewind),
        unions={union.pk: union for union in unions},
        quotas=quotas or {},
    )


def quotas_in_force(scope: Q, *, on: date) -> dict[tuple[int, int], Decimal]:
    """Return shares on a day by target and union id. Cost: one query."""
    rows = Quota.objects.filter(scope).in_force(on)
    return {
        (target_id, union_id): amount
        for target_id, union_id, amount in rows.values_list(
            "target_id", "union_id", "amount"
        )
    }


def positions_for(
    frame: Frame,
    *,
    union: Union | None = None,
    targets: Iterable[Target] | None = None,
    periods: Iterable[ReportingPeriod] | None = None,
) -> Positions:
    """Return the positions that a page tells: of one union or all, of some targets.

    ``periods`` are the telling ones if not said otherwise. Stored roll-ups now, the
    ledger at a past moment: there more nodes than asked for may be among them. Cost:
    one query; at a past moment two, and one more where there are levels.
    """
    chosen = list(frame.targets if targets is None else targets)
    ends = list(frame.telling_periods if periods is None else periods)
    rewind = frame.as_of.rewind
    if rewind is None:
        scope = Q(target__in=chosen, period__in=ends)
        return stored_positions(scope & Q(union=union) if union else scope)
    year = Year(
        periods=frame.now.periods,
        unions=frame.unions,
        shares=dated_shares(Q(target__in=chosen), rewind=rewind),
    )
    return positions_as_of(
        year, sequence=frame.as_of.sequence, targets=chosen, periods=ends
    )


def stored_positions(scope: Q) -> dict[PositionKey, Position]:
    """Return the stored roll-ups of a scope. Cost: one query."""
    rows = Rollup.objects.filter(scope).order_by()
    key = ("target_id", "union_id", "period_id")
    return {
        (target_id, union_id, period_id): Position(*columns)
        for target_id, union_id, period_id, *columns in rows.values_list(
            *key, *POSITION_COLUMNS
        )
    }


def _position(
    frame: Frame,
    target: Target,
    union: Union,
    period: ReportingPeriod | None,
    positions: Positions,
) -> Position:
    """Return the position told, or what stands before anything was posted."""
    if period is not None and (target.pk, union.pk, period.pk) in positions:
        return positions[target.pk, union.pk, period.pk]
    return Position(
        quota=frame.quotas.get((target.pk, union.pk)),
        units_expected=frame.owing_units(target, union, period),
    )


def standing(
    *, frame: Frame, target: Target, union: Union, positions: Positions
) -> Standing:
    """Return how a target stands at a union, from positions of any source."""
    now = frame.now
    position = _position(frame, target, union, now.display, positions)
    checked = _position(frame, target, union, now.checkpoint, positions)
    goal = _goal(target, union, position)
    expected = frame.expected_at(target, now.checkpoint)
    behind = Fraction(frame.plan.behind_percent) / 100
    return Standing(
        target=target,
        union=union,
        position=position,
        coverage=Coverage(checked.units_reported, checked.units_expected),
        open_coverage=(
            Coverage(position.units_reported, position.units_expected)
            if now.display != now.checkpoint
            else None
        ),
        stale=checked.units_stale,
        goal=goal,
        expected=expected,
        achieved=achieved_share(kind=target.kind, goal=goal, position=position),
        level=level(position),
        light=target_light(
            kind=target.kind,
            goal=goal,
            position=position,
            against=Expectation(expected=expected, behind_share=behind),
        ),
        shortfall=(
            still_needed(
                kind=target.kind,
                goal=goal,
                expected=expected,
                position=position,
                places=target.decimal_places,
            )
            if goal
            else None
        ),
        stage=overall_stage(position) if not target.is_numeric else None,
    )


def _goal(target: Target, union: Union, position: Position) -> Decimal | None:
    """Return what a union is measured against: the federation, the whole amount."""
    if union.kind == UnionKind.MUNICIPAL:
        return target.amount
    return own_goal(
        kind=target.kind,
        source=target.source,
        amount=target.amount,
        quota=position.quota,
    )


def standings_at(
    *, frame: Frame, union: Union, positions: Positions
) -> tuple[Standing, ...]:
    """Return how every target of the frame stands at a union, in the plan's order.

    Both ``positions_for`` and ``replay`` serve as positions.
    """
    return tuple(
        standing(frame=frame, target=target, union=union, positions=positions)
        for target in frame.targets
    )
