"""How one sheet differs from its original."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports_app.enums import Alteration
from reports_app.rules.verifying.cells import altered, shown
from reports_app.rules.verifying.columns import (
    Columns,
    columns_of,
    heads_found,
    heads_of,
    kept_columns,
    named_columns,
    occupied,
    pushed_left,
)
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.keys import name_of
from reports_app.rules.verifying.rows import Pair, Rows, matched
from unionplan.lib.spreadsheets.places import place_of
from unionplan.lib.spreadsheets.whole import BookCell, BookRow, BookSheet, Hidden

LONGEST = 500
"""Characters of a whole row, as it is told."""
LONGEST_KEY = 60
MOST_MOVED = 10
"""So many moved rows are named each."""


@dataclass(frozen=True, slots=True)
class _Side:
    """What every difference of a sheet is told with."""

    name: str
    heads: BookRow | None
    is_origin: bool

    def told(
        self, kind: Alteration, of: BookRow | None = None, **said: Any
    ) -> Difference:
        """Return a difference of a row of the original, or of the whole sheet."""
        first = min(of.cells.items())[1].text if of and of.cells else ""
        return Difference(
            kind=kind,
            sheet=self.name,
            key=first[:LONGEST_KEY],
            is_origin=self.is_origin or (of is not None and self._is_above(of)),
            **said,
        )

    def _is_above(self, row: BookRow) -> bool:
        """Whether a row stands above the heads: where a sheet says where it is from."""
        return self.heads is not None and row.number < self.heads.number

    def head(self, column: int) -> str:
        """Return a column's name; "" where it has none."""
        cell = self.heads.cells.get(column) if self.heads else None
        return cell.text if cell else ""


def sheet_differences(
    expected: BookSheet, found: BookSheet, *, is_cover: bool
) -> Iterator[Difference]:
    """Yield how a sheet differs from its original."""
    heads = heads_of(expected)
    side = _Side(name=found.name, heads=heads, is_origin=is_cover)
    head_at = heads_found(found, heads) if heads else None
    columns = Columns()
    if heads and head_at:
        columns = columns_of(heads.cells, head_at.cells, occupied(found))
        yield from _columns(side, columns, found)
    above, below = _parts(
        kept_columns(expected.rows, columns), heads if head_at else None
    )
    over, under = _parts(named_columns(found.rows, columns), head_at)
    yield from _rows(side, pushed_left(above), pushed_left(over), columns)
    yield from _rows(side, below, under, columns)
    yield from _hidden(side, expected, found)


def _parts(
    rows: Sequence[BookRow], head: BookRow | None
) -> tuple[Sequence[BookRow], Sequence[BookRow]]:
    """Return what stands above the heads, and the rest."""
    at = head.number if head else 0
    above = [row for row in rows if row.number < at]
    return above, [row for row in rows if row.number >= at]


def _columns(side: _Side, columns: Columns, found: BookSheet) -> Iterator[Difference]:
    for column in columns.missing:
        yield side.told(
            Alteration.COLUMN_MISSING,
            place=place_of(row=1, column=column).rstrip("1"),
            column=side.head(column),
        )
    for column in columns.added:
        told = next(row.cells[column] for row in found.rows if column in row.cells)
        yield side.told(
            Alteration.COLUMN_ADDED,
            place=place_of(row=1, column=column).rstrip("1"),
            found=shown(told),
        )
    if columns.is_moved:
        yield side.told(Alteration.COLUMN_MOVED)


def _rows(
    side: _Side,
    expected: Sequence[BookRow],
    found: Sequence[BookRow],
    columns: Columns,
) -> Iterator[Difference]:
    rows = matched(expected, found)
    for pair in rows.pairs:
        yield from _cells(side, pair, rows.keys, columns)
    for row in rows.missing:
        yield side.told(
            Alteration.ROW_MISSING,
            row,
            place=str(row.number),
            row=name_of(row, rows.keys),
            expected=_words(row),
        )
    for row in rows.added:
        yield side.told(
            Alteration.ROW_ADDED,
            row,
            place=str(row.number),
            row=name_of(row, rows.keys),
            found=_words(row),
        )
    yield from _moved(side, rows)


def _moved(side: _Side, rows: Rows) -> Iterator[Difference]:
    """Yield the rows that were moved; of a sheet that was sorted, how many."""
    if len(rows.moved) > MOST_MOVED:
        yield side.told(Alteration.ROW_MOVED, found=str(len(rows.moved)))
        return
    for was, now in rows.moved:
        yield side.told(
            Alteration.ROW_MOVED,
            was,
            place=str(now.number),
            row=name_of(was, rows.keys),
            expected=str(was.number),
            found=str(now.number),
        )


def _cells(
    side: _Side, pair: Pair, keys: Sequence[int], columns: Columns
) -> Iterator[Difference]:
    expected, found = pair
    for column in sorted(expected.cells.keys() | found.cells.keys()):
        was, now = expected.cells.get(column), found.cells.get(column)
        kind = altered(was, now)
        if kind is None:
            continue
        is_format = kind == Alteration.FORMAT
        yield side.told(
            kind,
            expected,
            place=place_of(row=found.number, column=columns.at_hand(column)),
            column=side.head(column),
            row=name_of(expected, keys),
            expected=_with_format(was) if is_format else shown(was),
            found=_with_format(now) if is_format else shown(now),
        )


def _with_format(cell: BookCell | None) -> str:
    return f"{cell.text}  [{cell.shown_as}]" if cell else ""


def _words(row: BookRow) -> str:
    """Return what a row says, for people."""
    said = " | ".join(shown(cell) for _column, cell in sorted(row.cells.items()))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _hidden(side: _Side, expected: BookSheet, found: BookSheet) -> Iterator[Difference]:
    if expected.is_visible and not found.is_visible:
        yield side.told(Alteration.SHEET_HIDDEN)
    rows, columns = found.hidden_rows, found.hidden_columns
    if rows.count > expected.hidden_rows.count:
        numbers = [str(number) for number in rows.first]
        yield side.told(Alteration.ROWS_HIDDEN, found=_numbered(rows, numbers))
    if columns.count > expected.hidden_columns.count:
        letters = [place_of(row=1, column=n).rstrip("1") for n in columns.first]
        yield side.told(Alteration.COLUMNS_HIDDEN, found=_numbered(columns, letters))


def _numbered(hidden: Hidden, names: Sequence[str]) -> str:
    told = ", ".join(names)
    return f"{hidden.count}: {told}…" if hidden.count > len(names) else told
