"""Points as they are shown, and what separates a union from the next rank."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from unionplan.lib.numbers import approximate

PLACES = 2


def shown_total(total: Fraction, *, most: Fraction) -> Decimal:
    """Return a score for display; one short of the most is never shown as it."""
    return approximate(total, places=PLACES, limit=most)


def points_text(points: Decimal) -> str:
    """Return points with all their places, so that a column can be added up by eye."""
    return f"{points:.{PLACES}f}"


def score_text(total: Fraction, *, most: Fraction) -> str:
    """Return a score as text, never rounded up to the most there is."""
    return points_text(shown_total(total, most=most))


def range_text(lowest: int, highest: int) -> str:
    """Return a range of ranks as text."""
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def shown_parts(parts: Sequence[Fraction], *, total: Decimal) -> tuple[Decimal, ...]:
    """Round parts so that they add up to the total that is shown.

    Largest remainder: each is off by less than the last place, the first of equal
    remainders is raised. ``total`` is the parts' sum, rounded up or down.
    """
    exact = [part * 10**PLACES for part in parts]
    steps = [floor(part) for part in exact]
    wanting = int(total.scaleb(PLACES)) - sum(steps)
    by_remainder = sorted(range(len(parts)), key=lambda i: (steps[i] - exact[i], i))
    for i in by_remainder[:wanting]:
        steps[i] += 1
    return tuple(Decimal(step).scaleb(-PLACES) for step in steps)


def is_too_small_to_show(points: Fraction) -> bool:
    """Return whether a difference is there and its display would say 0."""
    return 0 < points < Fraction(1, 10**PLACES)


def share_wanted(*, share: Fraction, full: Fraction, gap: Fraction) -> Fraction:
    """Return the share at which one target alone would close a gap of points."""
    return share + gap / full


def more_needed(
    *, goal: Decimal, achieved: Fraction, wanted: Fraction, places: int
) -> Decimal:
    """Return how much more of a quantity reaches a share of its goal, rounded up."""
    exact = (wanted - achieved) * Fraction(goal) * 10**places
    return Decimal(max(0, ceil(exact))).scaleb(-places)
