"""How a target stands against its goal and its pace: exact, unrounded."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from progress_app.enums import Light
from progress_app.rules.rollup import Position
from targets_app.enums import TargetKind


def achievement(*, goal: Decimal, quantity: Decimal) -> Fraction:
    """Return quantity over goal, exact and not clamped (2.10 is 210 %).

    Compare it unrounded. Source: docs/domain.md, roll-up.
    """
    return Fraction(quantity) / Fraction(goal)


def rate(*, numerator: Decimal, denominator: Decimal) -> Fraction | None:
    """Return a ratio's level as an exact share; None over an empty denominator."""
    return Fraction(numerator) / Fraction(denominator) if denominator else None


def achieved_share(
    *, kind: str, goal: Decimal | None, position: Position
) -> Fraction | None:
    """Return how much of the goal is reached; None when nothing is known.

    For a ratio the goal is a rate in percent: 80 % reached of 85 % is 80/85.
    """
    if goal is None or goal == 0:
        return None
    if kind == TargetKind.RATIO:
        if position.numerator is None or position.denominator is None:
            return None
        level = rate(numerator=position.numerator, denominator=position.denominator)
        return None if level is None else level * 100 / Fraction(goal)
    if position.quantity is None:
        return None
    return achievement(goal=goal, quantity=position.quantity)


@dataclass(frozen=True, slots=True)
class Expectation:
    """The share expected by the checkpoint and from which part of it one is behind."""

    expected: Fraction
    behind_share: Fraction


def numeric_light(*, achieved: Fraction | None, against: Expectation) -> Light:
    """Return the light of a figure or rate; the thresholds belong to the plan."""
    if achieved is None:
        return Light.NOT_REPORTED if against.expected else Light.NOT_DUE
    if achieved >= 1:
        return Light.MET
    if against.expected == 0:
        return Light.NOT_DUE
    if achieved >= against.expected:
        return Light.ON_PACE
    if achieved >= against.behind_share * against.expected:
        return Light.BEHIND
    return Light.FAR_BEHIND


def units_with_a_stage(position: Position) -> int:
    """Return how many unions have told a stage of a milestone."""
    return position.not_started + position.under_way + position.done + position.blocked


def is_all_done(position: Position) -> bool:
    """Return whether every expected union says done, or that it has no such thing."""
    told = units_with_a_stage(position)
    is_complete = told + position.not_applicable >= position.units_expected
    return position.done == told > 0 and is_complete


def milestone_light(*, position: Position, is_due: bool) -> Light:
    """Return the light of a milestone from the stages of the unions that carry it.

    One blocked union is said at once; done is done only when every expected union
    says so, or that there is no such thing with it; until the due month whatever is
    under way is on pace.
    """
    if units_with_a_stage(position) == 0:
        return Light.NOT_REPORTED
    if position.blocked:
        return Light.BEHIND if not is_due else Light.FAR_BEHIND
    if is_all_done(position):
        return Light.MET
    if is_due:
        return Light.FAR_BEHIND
    return Light.ON_PACE if position.under_way or position.done else Light.NOT_DUE


def target_light(
    *, kind: str, goal: Decimal | None, position: Position | None, against: Expectation
) -> Light:
    """Return the light of a target at one node of the tree.

    ``goal`` is the target's amount at the federation, the union's quota below it
    (for a ratio always the rate); None or 0 where it has no share: "not split".
    """
    if kind == TargetKind.MILESTONE:
        return milestone_light(
            position=position or Position(), is_due=against.expected >= 1
        )
    if not goal:
        return Light.NO_QUOTA
    achieved = (
        achieved_share(kind=kind, goal=goal, position=position) if position else None
    )
    return numeric_light(achieved=achieved, against=against)
