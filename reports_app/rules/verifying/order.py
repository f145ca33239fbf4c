"""Which rows must have been moved."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from unionplan.lib.spreadsheets.books import BookRow

Pair = tuple[BookRow, BookRow]


def out_of_order(pairs: Sequence[Pair]) -> Iterable[Pair]:
    """Yield the fewest rows that must have been moved: all but a longest rising run."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_expected, found) in enumerate(pairs):
        place = bisect_left(ends, found.number)
        before.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [found.number]
        at[place : place + 1] = [index]
    kept = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return (pair for index, pair in enumerate(pairs) if index not in kept)
