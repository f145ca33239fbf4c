"""What a union still lacks of its own share, in the target's unit: exact, never a float."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from progress_app.rules.rollup import Position
from targets_app.enums import Source, TargetKind


def own_goal(
    *, kind: str, source: str, amount: Decimal | None, quota: Decimal | None
) -> Decimal | None:
    """Return what one union is measured against; None where it has no share.

    A rate holds for everybody, and a department that alone reports a figure carries
    the whole amount. Everything else counts by the share (分解任务数) only.
    """
    if kind == TargetKind.MILESTONE:
        return None
    if kind == TargetKind.RATIO:
        return amount
    if quota is None and source == Source.MUNICIPAL:
        return amount
    return quota


def still_needed(
    *,
    kind: str,
    goal: Decimal,
    expected: Fraction,
    position: Position | None,
    places: int,
) -> Decimal | None:
    """Return how much more turns the light green where ``expected`` is the pace.

    In the target's unit, or units of the numerator for a ratio (its denominator
    staying as it is), rounded up to what can be reported; 0 when it is enough already.
    None for a ratio without a denominator: nothing can be said.
    """
    known = position or Position()
    if kind == TargetKind.RATIO:
        if not known.denominator:
            return None
        due = Fraction(goal) / 100 * expected * Fraction(known.denominator)
        have = Fraction(known.numerator or 0)
    else:
        due = Fraction(goal) * expected
        have = Fraction(known.quantity or 0)
    return _rounded_up(due - have, places=places)


def _rounded_up(missing: Fraction, *, places: int) -> Decimal:
    if missing <= 0:
        return Decimal(0)
    return Decimal(ceil(missing * 10**places)).scaleb(-places)
