"""Where the heads of columns stand."""

from collections import Counter

from unionplan.lib.spreadsheets.books import BookRow, BookSheet, Cells

FEWEST_HEADS = 3
HEADS_BY = 5
"""The heads stand in one of the first rows; a workbook may have rows put above them."""
LOOKED_AT = 30


def heads_of(sheet: BookSheet) -> BookRow | None:
    """Return the row of an original's column heads; None for a sheet without."""
    for row in sheet.rows[:HEADS_BY]:
        if len(row.cells) >= FEWEST_HEADS:
            return row
    return None


def heads_found(sheet: BookSheet, heads: BookRow) -> BookRow | None:
    """Return the row most like the heads; None where none has half of them."""
    wanted = Counter(texts_of(heads.cells).values())

    def likeness(row: BookRow) -> int:
        return (wanted & Counter(texts_of(row.cells).values())).total()

    found = max(sheet.rows[:LOOKED_AT], key=likeness, default=None)
    if found is None or 2 * likeness(found) < len(heads.cells):
        return None
    return found


def texts_of(cells: Cells) -> dict[int, str]:
    """Return the texts of cells by column number."""
    return {column: cell.text for column, cell in cells.items()}
