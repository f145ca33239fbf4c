"""Which row of a workbook is which of its original's: by name, never by place alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reports_app.rules.verifying.keys import Key, key_columns, key_of
from reports_app.rules.verifying.leftovers import alike, between_neighbours
from reports_app.rules.verifying.likeness import likeness
from reports_app.rules.verifying.order import Pair, out_of_order
from unionplan.lib.spreadsheets.books import BookRow

__all__ = ["Pair", "Rows", "matched"]


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
    for leftover in (between_neighbours, alike):
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
