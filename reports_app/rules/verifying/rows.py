"""Which row of a workbook is which of its original's: by name, never by place alone."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports_app.rules.verifying.keys import Key, key_columns, key_of
from unionplan.lib.spreadsheets.whole import BookRow

Pair = tuple[BookRow, BookRow]
MOST_TRIED = 10_000
"""Pairs of rows left over that are held against each other, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an original with those at hand; what is missing, added, out of order."""

    keys: tuple[int, ...]
    pairs: tuple[Pair, ...]
    missing: tuple[BookRow, ...]
    added: tuple[BookRow, ...]
    moved: tuple[Pair, ...]


def matched(expected: Sequence[BookRow], found: Sequence[BookRow]) -> Rows:
    """Return which row is which.

    A row whose own name was changed is known by its neighbours, or by what else it
    holds.
    """
    keys = key_columns(expected)
    pairs = _by_key(expected, found, keys)
    for leftover in (_between_neighbours, _alike):
        taken = ({id(e) for e, _f in pairs}, {id(f) for _e, f in pairs})
        rest = [row for row in expected if id(row) not in taken[0]]
        spare = [row for row in found if id(row) not in taken[1]]
        if not rest or not spare:
            break
        pairs += leftover(rest, spare, (expected, found), pairs)
    taken = ({id(e) for e, _f in pairs}, {id(f) for _e, f in pairs})
    pairs.sort(key=lambda pair: pair[0].number)
    return Rows(
        keys=keys,
        pairs=tuple(pairs),
        missing=tuple(row for row in expected if id(row) not in taken[0]),
        added=tuple(row for row in found if id(row) not in taken[1]),
        moved=tuple(out_of_order(pairs)),
    )


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


def likeness(one: BookRow, other: BookRow) -> int:
    """Return how many cells two rows share."""
    cells = other.cells
    return sum(
        column in cells and cells[column].text == cell.text
        for column, cell in one.cells.items()
    )


def is_alike(one: BookRow, other: BookRow) -> bool:
    """Return whether two rows are one that was changed: half of it is the same."""
    most = max(len(one.cells), len(other.cells))
    return most == 1 or 2 * likeness(one, other) >= most


def _by_key(
    expected: Sequence[BookRow], found: Sequence[BookRow], keys: Sequence[int]
) -> list[Pair]:
    candidates: dict[Key, list[BookRow]] = defaultdict(list)
    for row in found:
        candidates[key_of(row, keys)].append(row)
    pairs = []
    for row in expected:
        same = candidates.get(key_of(row, keys))
        if not same:
            continue
        best = max(same, key=lambda f: (likeness(row, f), f.number == row.number))
        same.remove(best)
        pairs.append((row, best))
    return pairs


Both = tuple[Sequence[BookRow], Sequence[BookRow]]


def _between_neighbours(
    rest: Sequence[BookRow],
    spare: Sequence[BookRow],
    both: Both,
    pairs: Sequence[Pair],
) -> list[Pair]:
    """Pair rows that stand behind the same row on either side, in their order."""
    name = {id(f): id(e) for e, f in pairs}
    left = _behind(both[0], {id(e): id(e) for e, _f in pairs}, rest)
    right = _behind(both[1], name, spare)
    return [
        (e, f)
        for anchor, rows in left.items()
        for e, f in zip(rows, right.get(anchor, ()), strict=False)
        if is_alike(e, f)
    ]


def _behind(
    rows: Sequence[BookRow], names: dict[int, int], left: Sequence[BookRow]
) -> dict[int, list[BookRow]]:
    """Return rows left over by the name of the last row before them that is known."""
    loose = {id(row) for row in left}
    found: dict[int, list[BookRow]] = defaultdict(list)
    last = 0
    for row in rows:
        if id(row) in loose:
            found[last].append(row)
        else:
            last = names.get(id(row), last)
    return found


def _alike(
    rest: Sequence[BookRow],
    spare: Sequence[BookRow],
    both: Both,
    pairs: Sequence[Pair],
) -> list[Pair]:
    """Pair what is left by likeness, wherever it stands; nothing where it is much."""
    if len(rest) * len(spare) > MOST_TRIED:
        return []
    free = list(spare)
    made = []
    for row in rest:
        best = max(free, key=lambda f: likeness(row, f), default=None)
        if best is not None and len(row.cells) > 1 and is_alike(row, best):
            free.remove(best)
            made.append((row, best))
    return made
