"""How far a union is from its own share of each target (还差多少)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from progress_app.enums import Light
from progress_app.models import Entry, Rollup
from progress_app.queries.positions import position_of
from progress_app.rules.gaps import own_goal, still_needed
from progress_app.rules.lights import Expectation, achieved_share, rate, target_light
from progress_app.rules.rollup import Position, add
from targets_app.models import Quota, ReportingPeriod, Target
from targets_app.queries import PeriodsNow, paces_in_force
from targets_app.rules import Pace, expected_share
from tasks_app.models import Plan
from unionplan.lib.dates import local_date

GRAVITY = (
    Light.FAR_BEHIND,
    Light.BEHIND,
    Light.NOT_REPORTED,
    Light.NO_QUOTA,
    Light.ON_PACE,
    Light.NOT_DUE,
    Light.MET,
)
Cell = tuple[int, int]
"""A union's id and a target's id."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a union stands on one target, and what would help.

    ``expected`` is the share due at the last checkpoint, ``due`` the same in the
    target's unit. ``next_period`` is the next checkpoint, where
    ``needed`` more makes the light green; ``to_goal`` fulfils the year. ``pending``
    has been handed in and still waits. Figures are None where nothing can be said.
    """

    target: Target
    light: Light
    goal: Decimal | None
    position: Position
    achieved: Fraction | None
    expected: Fraction
    due: Fraction | None
    next_period: ReportingPeriod | None
    next_expected: Fraction
    needed: Decimal | None
    to_goal: Decimal | None
    pending: Decimal | None

    @property
    def level(self) -> Fraction | None:
        """A ratio's rate as it stands; None for other kinds and without both counts."""
        numerator, denominator = self.position.numerator, self.position.denominator
        if numerator is None or denominator is None:
            return None
        return rate(numerator=numerator, denominator=denominator)


@dataclass(frozen=True, slots=True)
class _Year:
    """What is the same for every gap of a plan."""

    plan: Plan
    paces: Mapping[int, Pace]
    checkpoint: ReportingPeriod | None
    coming: ReportingPeriod | None

    def expected(self, target: Target, period: ReportingPeriod | None) -> Fraction:
        pace = self.paces.get(target.pk)
        if pace is None or period is None:
            return Fraction(0)
        return expected_share(pace=pace, month=period.ends_on.month)


def gaps_of(
    *,
    plan: Plan,
    now: PeriodsNow,
    owed: Mapping[int, Sequence[Target]],
    at: datetime,
) -> dict[int, tuple[Gap, ...]]:
    """Return the gaps of the targets that unions owe, by union id, the gravest first.

    The figure is the roll-up at the display period, the pace that of the checkpoint.
    Cost: four queries.
    """
    coming = [period for period in now.periods if period.due_on >= local_date(at)]
    year = _Year(
        plan=plan,
        paces=paces_in_force(plan_id=plan.pk, on=local_date(at)),
        checkpoint=now.checkpoint,
        coming=coming[0] if coming else None,
    )
    positions = _positions(owed, now.display)
    quotas = _quotas(owed, plan, now.display)
    pending = _pending(owed, plan)
    found = {}
    for union_id, targets in owed.items():
        gaps = [
            _gap(
                target,
                year,
                position=positions.get((union_id, target.pk), Position()),
                quota=quotas.get((union_id, target.pk)),
                pending=pending.get((union_id, target.pk)),
            )
            for target in targets
        ]
        gaps.sort(key=lambda gap: (not gap.target.is_numeric, GRAVITY.index(gap.light)))
        found[union_id] = tuple(gaps)
    return found


def _gap(
    target: Target,
    year: _Year,
    *,
    position: Position,
    quota: Decimal | None,
    pending: Decimal | None,
) -> Gap:
    kind = target.kind
    goal = own_goal(kind=kind, source=target.source, amount=target.amount, quota=quota)
    expected = year.expected(target, year.checkpoint)
    coming = year.expected(target, year.coming)
    behind = Fraction(year.plan.behind_percent) / 100
    return Gap(
        target=target,
        light=target_light(
            kind=kind,
            goal=goal,
            position=position,
            against=Expectation(expected=expected, behind_share=behind),
        ),
        goal=goal,
        position=position,
        achieved=achieved_share(kind=kind, goal=goal, position=position),
        expected=expected,
        due=Fraction(goal) * expected if goal else None,
        next_period=year.coming,
        next_expected=coming,
        needed=_needed(target, goal, coming, position),
        to_goal=_needed(target, goal, Fraction(1), position),
        pending=pending,
    )


def _needed(
    target: Target, goal: Decimal | None, expected: Fraction, position: Position
) -> Decimal | None:
    if not goal:
        return None
    return still_needed(
        kind=target.kind,
        goal=goal,
        expected=expected,
        position=position,
        places=target.decimal_places,
    )


def _positions(
    unions: Iterable[int], display: ReportingPeriod | None
) -> dict[Cell, Position]:
    rows = Rollup.objects.filter(union__in=list(unions), period=display)
    return {(row.union_id, row.target_id): position_of(row) for row in rows}


def _quotas(
    unions: Iterable[int], plan: Plan, display: ReportingPeriod | None
) -> dict[Cell, Decimal]:
    on = display.ends_on if display else plan.starts_on
    rows = Quota.objects.filter(union__in=list(unions), target__plan=plan).in_force(on)
    return {(row.union_id, row.target_id): row.amount for row in rows}


def _pending(unions: Iterable[int], plan: Plan) -> dict[Cell, Decimal]:
    found: dict[Cell, Decimal | None] = defaultdict(lambda: None)
    rows = Entry.objects.filter(
        submission__union__in=list(unions),
        submission__period__plan=plan,
        quantity__isnull=False,
    ).awaiting_decision()
    for union_id, target_id, quantity in rows.values_list(
        "submission__union_id", "target_id", "quantity"
    ):
        cell = (union_id, target_id)
        found[cell] = add(found[cell], quantity)
    return {cell: total for cell, total in found.items() if total is not None}
