"""How one sheet differs from its original."""

from collections.abc import Iterator, Sequence

from reports_app.enums import Alteration
from reports_app.rules.verifying.cells import shown
from reports_app.rules.verifying.columns import Columns, columns_of
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.heads import heads_found, heads_of
from reports_app.rules.verifying.hidden import hidden_differences
from reports_app.rules.verifying.reframed import (
    kept_columns,
    named_columns,
    occupied,
    pushed_left,
)
from reports_app.rules.verifying.row_differences import row_differences
from reports_app.rules.verifying.side import Side
from unionplan.lib.spreadsheets.books import BookRow, BookSheet
from unionplan.lib.spreadsheets.places import place_of


def sheet_differences(
    expected: BookSheet, found: BookSheet, *, is_cover: bool
) -> Iterator[Difference]:
    """Yield how a sheet differs from its original."""
    heads = heads_of(expected)
    side = Side(name=found.name, heads=heads, is_origin=is_cover)
    head_at = heads_found(found, heads) if heads else None
    columns = Columns()
    if heads and head_at:
        columns = columns_of(heads.cells, head_at.cells, occupied(found))
        yield from _columns(side, columns, found)
    above, below = _parts(
        kept_columns(expected.rows, columns), heads if head_at else None
    )
    over, under = _parts(named_columns(found.rows, columns), head_at)
    yield from row_differences(side, pushed_left(above), pushed_left(over), columns)
    yield from row_differences(side, below, under, columns)
    yield from hidden_differences(side, expected, found)


def _parts(
    rows: Sequence[BookRow], head: BookRow | None
) -> tuple[Sequence[BookRow], Sequence[BookRow]]:
    """Return what stands above the heads, and the rest."""
    at = head.number if head else 0
    above = [row for row in rows if row.number < at]
    return above, [row for row in rows if row.number >= at]


def _columns(side: Side, columns: Columns, found: BookSheet) -> Iterator[Difference]:
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
