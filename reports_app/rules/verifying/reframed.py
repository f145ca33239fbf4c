"""Rows of either workbook with the same columns: the original's."""

from collections.abc import Sequence
from dataclasses import replace

from reports_app.rules.verifying.columns import BESIDE, Columns
from unionplan.lib.spreadsheets.books import BookRow, BookSheet


def occupied(sheet: BookSheet) -> frozenset[int]:
    """Return the columns of a sheet with anything in them."""
    return frozenset(column for row in sheet.rows for column in row.cells)


def pushed_left(rows: Sequence[BookRow]) -> Sequence[BookRow]:
    """Return rows whose cells stand side by side: above the heads no column counts."""
    return [
        replace(row, cells=dict(enumerate(dict(sorted(row.cells.items())).values(), 1)))
        for row in rows
    ]


def kept_columns(rows: Sequence[BookRow], columns: Columns) -> Sequence[BookRow]:
    """Return an original's rows without the columns that the workbook lacks."""
    if not columns.missing:
        return rows
    gone = frozenset(columns.missing)
    kept = [
        replace(row, cells={c: v for c, v in row.cells.items() if c not in gone})
        for row in rows
    ]
    return [row for row in kept if row.cells]


def named_columns(rows: Sequence[BookRow], columns: Columns) -> Sequence[BookRow]:
    """Return rows with the original's columns; those added are told by themselves."""
    of, added = columns.of, frozenset(columns.added)
    if not of or (not added and all(here == there for here, there in of.items())):
        return rows
    named = [
        replace(
            row,
            cells={
                of.get(c, c + BESIDE): v for c, v in row.cells.items() if c not in added
            },
        )
        for row in rows
    ]
    return [row for row in named if row.cells]
