"""What a sample says of its population: rates and how far they can be relied on.

Everything is a Fraction. Sources: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934)
404-413; W. G. Cochran, Sampling Techniques, 3rd ed. (1977), chapters 3 and 5 (stratified
sampling for proportions).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

ONE_SIDE = Fraction(1, 40)
"""What may lie beyond either end of a 95 % interval."""
GRID = 10**6
"""Ends of intervals are told to a millionth, rounded outwards."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From and to, both as shares (0 to 1)."""

    low: Fraction
    high: Fraction

    def outwards(self, places: int) -> "Interval":
        """Return the interval with that many decimals, never narrower than it is."""
        scale = 10**places
        return Interval(
            Fraction(floor(self.low * scale), scale),
            Fraction(ceil(self.high * scale), scale),
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """One stratum as examined: of how many, how many looked at, how many wrong."""

    population: int
    examined: int
    wrong: int


def clopper_pearson(*, wrong: int, examined: int) -> Interval | None:
    """Return the exact 95 % interval of a rate; None where nothing was examined.

    The low end is the rate at which as many wrong ones or more come up with a chance of
    1/40, the high end that at which as many or fewer do. Found by halving, each chance
    reckoned exactly in integers; the ends are rounded outwards.
    """
    if not examined:
        return None
    low = high = 0
    if wrong:
        # The greatest rate with P(X >= wrong) <= 1/40, from below.
        low = _last_true(lambda at: _upper_tail(wrong, examined, at) <= ONE_SIDE)
    if wrong < examined:
        # The smallest rate with P(X <= wrong) <= 1/40, from above.
        high = 1 + _last_true(lambda at: _lower_tail(wrong, examined, at) > ONE_SIDE)
    else:
        high = GRID
    return Interval(Fraction(low, GRID), Fraction(min(high, GRID), GRID))


def _last_true(holds: Callable[[int], bool]) -> int:
    """Return the greatest point of the grid where something holds that ends once."""
    inside, outside = 0, GRID
    while outside - inside > 1:
        middle = (inside + outside) // 2
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _lower_tail(count: int, size: int, at: int) -> Fraction:
    """Return P(X <= count) for a rate of ``at`` points of the grid."""
    term = (GRID - at) ** size
    total = term
    for number in range(count):
        term = term * (size - number) * at // ((number + 1) * (GRID - at))
        total += term
    return Fraction(total, GRID**size)


def _upper_tail(count: int, size: int, at: int) -> Fraction:
    return 1 - _lower_tail(count - 1, size, at)


def stratified_rate(layers: Iterable[Layer]) -> Fraction | None:
    """Return the population's rate: each stratum's, weighted by its population.

    None unless something of every stratum was examined.
    """
    found = list(layers)
    total = sum(layer.population for layer in found)
    if not total or any(not layer.examined for layer in found):
        return None
    return sum(
        (
            Fraction(layer.population * layer.wrong, total * layer.examined)
            for layer in found
        ),
        Fraction(0),
    )


def standard_error(layers: Iterable[Layer]) -> Fraction | None:
    """Return the standard error of ``stratified_rate``, rounded up to a millionth.

    With the correction for finite populations; a stratum that was examined whole adds
    nothing. None where a stratum's spread is not known: fewer than two of it examined.
    """
    found = list(layers)
    total = sum(layer.population for layer in found)
    variance = Fraction(0)
    for layer in found:
        left = layer.population - layer.examined
        if left <= 0:
            continue
        if layer.examined < 2:
            return None
        rate = Fraction(layer.wrong, layer.examined)
        share = Fraction(layer.population, total)
        spread = rate * (1 - rate) / (layer.examined - 1)
        variance += share**2 * Fraction(left, layer.population) * spread
    return _root(variance) if total else None


def _root(square: Fraction) -> Fraction:
    """Return a square root, rounded up to a millionth."""
    scaled = -(-square.numerator * GRID**2 // square.denominator)
    root = isqrt(scaled)
    return Fraction(root if root * root == scaled else root + 1, GRID)
