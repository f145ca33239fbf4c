"""A union's year on a target, month by month, as its small curve tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from progress_app.models import Rollup
from progress_app.queries.positions import position_of
from progress_app.rules.gaps import own_goal
from progress_app.rules.lights import achieved_share, rate
from progress_app.rules.rollup import Position
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import PeriodsNow, paces_in_force
from targets_app.rules import expected_share
from tasks_app.models import Plan
from unionplan.lib.dates import local_date
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a curve, in shares of the goal; of a ratio, in rates.

    ``reached`` is None where nothing is known, or not yet.
    """

    period: ReportingPeriod
    reached: Fraction | None
    expected: Fraction


def measured(target: Target, position: Position) -> Fraction | None:
    """Return what a curve and a comparison show: the share of the goal then in force.

    Of a ratio its rate: the same for everybody who has the same counts.
    """
    if target.kind == TargetKind.RATIO:
        numerator, denominator = position.numerator, position.denominator
        if numerator is None or denominator is None:
            return None
        return rate(numerator=numerator, denominator=denominator)
    goal = own_goal(
        kind=target.kind,
        source=target.source,
        amount=target.amount,
        quota=position.quota,
    )
    return achieved_share(kind=target.kind, goal=goal, position=position)


def months_of(
    plan: Plan,
    union: Union,
    now: PeriodsNow,
    targets: Iterable[Target],
    at: datetime,
) -> dict[int, tuple[Month, ...]]:
    """Return the months of every target. Cost: two queries."""
    rollups = {
        (row.target_id, row.period_id): position_of(row)
        for row in Rollup.objects.filter(union=union, target__plan=plan)
    }
    paces = paces_in_force(plan_id=plan.pk, on=local_date(at))
    found: dict[int, tuple[Month, ...]] = {}
    for target in targets:
        pace = paces.get(target.pk)
        scale = _scale(target)
        found[target.pk] = tuple(
            Month(
                period=period,
                reached=_reached(target, rollups.get((target.pk, period.pk)), i, now),
                expected=expected_share(pace=pace, month=period.ends_on.month) * scale
                if pace
                else Fraction(0),
            )
            for i, period in enumerate(now.periods)
        )
    return found


def _scale(target: Target) -> Fraction:
    """Return what the whole pace stands for: the rate of a ratio, else everything."""
    if target.kind == TargetKind.RATIO and target.amount is not None:
        return Fraction(target.amount) / 100
    return Fraction(1)


def _reached(
    target: Target, position: Position | None, index: int, now: PeriodsNow
) -> Fraction | None:
    """Return what was reached by a month; nothing for one that is still to come.

    Nor for an open month that has not been reported: it would look like a standstill.
    """
    shown = now.periods.index(now.display) if now.display else -1
    checked = now.periods.index(now.checkpoint) if now.checkpoint else -1
    if position is None or index > shown:
        return None
    if index > checked and not position.units_reported:
        return None
    return measured(target, position)
