"""How the rows of a sheet differ: changed, gone, new, moved."""

from collections.abc import Iterator, Sequence

from reports_app.enums import Alteration
from reports_app.rules.verifying.cell_differences import cell_differences
from reports_app.rules.verifying.cells import shown
from reports_app.rules.verifying.columns import Columns
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.keys import name_of
from reports_app.rules.verifying.rows import Rows, matched
from reports_app.rules.verifying.side import Side
from unionplan.lib.spreadsheets.books import BookRow

LONGEST = 500
"""Characters of a whole row, as it is told."""
MOST_MOVED = 10
"""So many moved rows are named each."""


def row_differences(
    side: Side,
    expected: Sequence[BookRow],
    found: Sequence[BookRow],
    columns: Columns,
) -> Iterator[Difference]:
    """Yield what differs between rows that have the same columns."""
    rows = matched(expected, found)
    for pair in rows.pairs:
        yield from cell_differences(side, pair, rows.keys, columns)
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


def _moved(side: Side, rows: Rows) -> Iterator[Difference]:
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


def _words(row: BookRow) -> str:
    """Return what a row says, for people."""
    said = " | ".join(shown(cell) for _column, cell in sorted(row.cells.items()))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
