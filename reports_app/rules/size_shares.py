"""How many to draw from each stratum where larger figures are to be looked at more.

Allocation in proportion to size, with certainty for strata that are full: W. G. Cochran,
Sampling Techniques, 3rd ed. (1977), 5.5 and 5.8; C.-E. Särndal, B. Swensson and
J. Wretman, Model Assisted Survey Sampling (1992), 3.7.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from reports_app.rules.sampling import Key, TooFewError


def claims_of(amounts: Sequence[tuple[int, Decimal | None]]) -> dict[int, Fraction]:
    """Return each posting's claim among those of one target: its share of their sum.

    The mean is 1, so that no target claims more for its unit. Without a sum all are 1.
    """
    numbers = {number: Fraction(amount or 0) for number, amount in amounts}
    total = sum(numbers.values(), Fraction(0))
    if not total:
        return dict.fromkeys(numbers, Fraction(1))
    return {number: len(numbers) * each / total for number, each in numbers.items()}


def allocated_by_claim(
    populations: Mapping[Key, int], claims: Mapping[Key, Fraction], *, size: int
) -> dict[Key, int]:
    """Return how many to draw from each stratum: one, and of the rest what it claims.

    A stratum that would get more than it holds is drawn whole, and what it leaves goes to
    the others. Largest remainders; equal ones go to the earlier stratum. Errors:
    TooFewError.
    """
    if size < len(populations):
        raise TooFewError
    if size >= sum(populations.values()):
        return dict(populations)
    found = dict.fromkeys(populations, 1)
    rest = size - len(found)
    room = {key: number - 1 for key, number in populations.items() if number > 1}
    while rest:
        quotas = _quotas(room, claims, rest)
        full = [key for key, quota in quotas.items() if quota >= room[key]]
        if not full:
            for key, number in _rounded(quotas, rest).items():
                found[key] += number
            break
        for key in full:
            found[key] = populations[key]
            rest -= room.pop(key)
    return found


def _quotas(
    room: Mapping[Key, int], claims: Mapping[Key, Fraction], rest: int
) -> dict[Key, Fraction]:
    total = sum((claims[key] for key in room), Fraction(0))
    if total:
        return {key: rest * claims[key] / total for key in room}
    held = sum(room.values())
    return {key: Fraction(rest * number, held) for key, number in room.items()}


def _rounded(quotas: Mapping[Key, Fraction], rest: int) -> dict[Key, int]:
    found = {key: floor(quota) for key, quota in quotas.items()}
    # sorted() is stable: of equal remainders the earlier stratum's comes first.
    order = sorted(quotas, key=lambda key: found[key] - quotas[key])
    for key in order[: rest - sum(found.values())]:
        found[key] += 1
    return found
