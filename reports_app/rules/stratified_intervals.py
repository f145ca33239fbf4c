"""How far the rate of a stratified sample can be relied on.

E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193-201: the exact interval of
Clopper and Pearson, for as many items as a simple random sample would need to be as
precise. Everything is a Fraction; what is rounded makes the interval wider.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from reports_app.rules.intervals import (
    Interval,
    Layer,
    clopper_pearson,
    standard_error,
    stratified_rate,
)


def stratified_interval(layers: Sequence[Layer]) -> Interval | None:
    """Return the 95 % interval of ``stratified_rate``.

    None where the rate or its standard error is not known yet. A population that was
    examined whole has its rate for certain.
    """
    rate, error = stratified_rate(layers), standard_error(layers)
    if rate is None or error is None:
        return None
    if all(layer.examined >= layer.population for layer in layers):
        return Interval(rate, rate)
    size = max(1, floor(effective_size(layers, rate=rate, error=error)))
    below = clopper_pearson(wrong=floor(rate * size), examined=size)
    above = clopper_pearson(wrong=ceil(rate * size), examined=size)
    if below is None or above is None:
        return None
    return Interval(below.low, above.high)


def effective_size(
    layers: Sequence[Layer], *, rate: Fraction, error: Fraction
) -> Fraction:
    """Return how many items drawn at random would be as precise; never more than were.

    Where the strata show no spread (nothing wrong was found), by their weights alone:
    L. Kish, Survey Sampling (1965), 11.7.
    """
    examined = Fraction(sum(layer.examined for layer in layers))
    if error and 0 < rate < 1:
        return min(examined, rate * (1 - rate) / error**2)
    total = sum(layer.population for layer in layers)
    squares = sum(
        (Fraction(layer.population**2, layer.examined) for layer in layers),
        Fraction(0),
    )
    return min(examined, total**2 / squares)
