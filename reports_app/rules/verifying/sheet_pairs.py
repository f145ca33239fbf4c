"""Which sheet is which: by name, then by what it holds."""

from collections.abc import Sequence

from unionplan.lib.spreadsheets.books import BookRow, BookSheet

Pair = tuple[BookSheet, BookSheet]


def paired(
    expected: Sequence[BookSheet], found: Sequence[BookSheet]
) -> tuple[list[Pair], list[BookSheet], list[BookSheet]]:
    """Pair sheets by name, then by what they hold; return what is left on each side."""
    by_name = {sheet.name: sheet for sheet in found}
    pairs = [(was, by_name[was.name]) for was in expected if was.name in by_name]
    names = {was.name for was, _now in pairs}
    missing = [sheet for sheet in expected if sheet.name not in names]
    added = [sheet for sheet in found if sheet.name not in names]
    for was in list(missing):
        now = max(added, key=lambda sheet: _shared(was, sheet), default=None)
        if now is not None and 2 * _shared(was, now) >= len(was.rows):
            pairs.append((was, now))
            missing.remove(was)
            added.remove(now)
    order = [sheet.name for sheet in expected]
    pairs.sort(key=lambda pair: order.index(pair[0].name))
    return pairs, missing, added


def _shared(one: BookSheet, other: BookSheet) -> int:
    """Return how many rows two sheets share."""
    rows = {_texts(row) for row in other.rows}
    return sum(_texts(row) in rows for row in one.rows)


def _texts(row: BookRow) -> tuple[str, ...]:
    return tuple(cell.text for _column, cell in sorted(row.cells.items()))
