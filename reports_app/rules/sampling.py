"""Which postings a sample draws: from a seed, for ever, on every machine.

The draw is a rule of our own, not a library's generator, so that the same seed gives the
same sample on every Python version and database. Source: docs/domain.md, "Sampling".
"""

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from heapq import nsmallest
from typing import TypeVar

from reports_app.enums import Allocation, SizeBand

ALGORITHM = Allocation.BY_COUNT.value
"""Names the rule in a sample's row; another rule has another name."""
LARGE_SHARE, MIDDLE_SHARE = Decimal(50), Decimal(80)
"""Where the bands of size end, in percent of a target's sum, the largest first."""
Key = TypeVar("Key", bound=Hashable)


class TooFewError(ValueError):
    """A sample is smaller than its strata are many: one each could not be drawn."""


def draw_key(*, seed: str, sequence: int, rule: str = ALGORITHM) -> str:
    """Return the number, as hexadecimal text, that decides whether a posting is drawn.

    SHA-256 over a canonical JSON list of texts: the rule's name, the seed, the sequence.
    """
    told = json.dumps(
        [rule, seed, str(sequence)], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(told.encode()).hexdigest()


def drawn(
    sequences: Iterable[int], *, seed: str, size: int, rule: str = ALGORITHM
) -> list[int]:
    """Return the postings with the smallest draw keys, in the order of these.

    Whether a posting is drawn depends on no order of the rows.
    """
    keyed = (
        (draw_key(seed=seed, sequence=number, rule=rule), number)
        for number in sequences
    )
    return [number for _key, number in nsmallest(size, keyed)]


def allocated(populations: Mapping[Key, int], *, size: int) -> dict[Key, int]:
    """Return how many to draw from each stratum, in the strata's order.

    In proportion to the population by largest remainders, at least one each: a stratum
    that would get none takes one from whichever has most above its share. Equal claims
    go to the earlier stratum. A size above the population draws everything. Errors:
    TooFewError.
    """
    total = sum(populations.values())
    if size < len(populations):
        raise TooFewError
    if size >= total:
        return dict(populations)
    found = {key: size * number // total for key, number in populations.items()}
    rests = {key: size * number % total for key, number in populations.items()}
    # sorted() is stable: of equal remainders the earlier stratum's comes first.
    for key in sorted(populations, key=lambda each: -rests[each])[
        : size - sum(found.values())
    ]:
        found[key] += 1
    for key in [key for key, number in found.items() if number == 0]:
        # More strata than drawn units cannot be: some stratum has two.
        richest = max(
            (each for each, number in found.items() if number > 1),
            key=lambda each: found[each] * total - size * populations[each],
        )
        found[richest] -= 1
        found[key] = 1
    return found


def size_bands(amounts: Sequence[tuple[int, Decimal | None]]) -> dict[int, SizeBand]:
    """Return the band of size of each posting of one target.

    The largest first: those that begin within the first half of the sum are large, then
    up to four fifths middle, the rest small. Figures of different targets are never
    compared. None (a stage) and a sum of 0 have no size.
    """
    numbers = [(amount or Decimal(0), number) for number, amount in amounts]
    total = sum((amount for amount, _number in numbers), Decimal(0))
    if not total:
        return {number: SizeBand.NONE for number, _amount in amounts}
    found, before = {}, Decimal(0)
    for amount, number in sorted(numbers, key=lambda pair: (-pair[0], pair[1])):
        found[number] = _band(100 * before, total)
        before += amount
    return found


def _band(before: Decimal, total: Decimal) -> SizeBand:
    if before < LARGE_SHARE * total:
        return SizeBand.LARGE
    return SizeBand.MIDDLE if before < MIDDLE_SHARE * total else SizeBand.SMALL
