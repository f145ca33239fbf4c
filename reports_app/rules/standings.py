"""What a position means against its goal: exact, and never more than is known."""

from fractions import Fraction

from progress_app.enums import Light, Stage
from progress_app.rules.lights import is_all_done, rate, units_with_a_stage
from progress_app.rules.rollup import Position
from targets_app.rules import Pace

ATTENTION = (Light.FAR_BEHIND, Light.BEHIND, Light.NOT_REPORTED)
"""The lights that ask for the leadership's attention, the gravest first."""


BEST_FIRST = (Light.MET, Light.ON_PACE, Light.BEHIND, Light.FAR_BEHIND)
"""The lights that can be told to be better or worse than one another."""


def light_moved(before: Light, after: Light) -> int:
    """Return 1 where a light became better, -1 where worse, 0 where neither is said.

    What is not due, not reported or not split is neither better nor worse.
    """
    if before == after or not {before, after} <= set(BEST_FIRST):
        return 0
    return 1 if BEST_FIRST.index(after) < BEST_FIRST.index(before) else -1


def level(position: Position) -> Fraction | None:
    """Return a ratio's level as an exact share; None when it is not known."""
    if position.numerator is None or position.denominator is None:
        return None
    return rate(numerator=position.numerator, denominator=position.denominator)


def deciding_share(*, achieved: Fraction | None, expected: Fraction) -> Fraction | None:
    """Return the share that a display may not round up to; None when nothing is known.

    That is the expected share while it is not reached, the whole until it is met.
    """
    if achieved is None or achieved >= 1:
        return None
    return expected if achieved < expected else Fraction(1)


def overall_stage(position: Position) -> Stage | None:
    """Return the stage of a milestone over all unions that carry it; None: not told.

    One blocked union blocks; done only when every expected union says so.
    """
    if units_with_a_stage(position) == 0:
        return None
    if position.blocked:
        return Stage.BLOCKED
    if is_all_done(position):
        return Stage.DONE
    return Stage.UNDER_WAY if position.under_way or position.done else Stage.NOT_STARTED


def is_maintained(pace: Pace) -> bool:
    """Return whether the whole goal is expected at every month's end (动态保持)."""
    return bool(pace.shares) and all(share == 100 for share in pace.shares)
