"""Rows whose own name was changed: known by neighbours, or by what else they hold."""

from collections import defaultdict
from collections.abc import Sequence

from reports_app.rules.verifying.likeness import is_alike, likeness
from reports_app.rules.verifying.order import Pair
from unionplan.lib.spreadsheets.books import BookRow

MOST_TRIED = 10_000
"""Pairs of rows left over that are held against each other, wherever they stand."""


Both = tuple[Sequence[BookRow], Sequence[BookRow]]


def between_neighbours(
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


def alike(
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
