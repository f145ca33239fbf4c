"""What names a row: the fewest columns in which no two rows are the same."""

from collections.abc import Sequence
from itertools import chain, combinations

from unionplan.lib.spreadsheets.books import BookRow

WIDEST = 6
"""What names a row stands among its first columns."""
Key = tuple[str, ...]


def key_columns(rows: Sequence[BookRow]) -> tuple[int, ...]:
    """Return the columns that name every row; () where no few of them do."""
    columns = range(1, WIDEST + 1)
    for chosen in chain(combinations(columns, 1), combinations(columns, 2)):
        keys = [key_of(row, chosen) for row in rows]
        if all(all(key) for key in keys) and len(set(keys)) == len(keys):
            return chosen
    return ()


def key_of(row: BookRow, columns: Sequence[int]) -> Key:
    """Return what names a row; all that it holds where no columns do."""
    cells = row.cells
    if not columns:
        return tuple(f"{column} {cells[column].text}" for column in sorted(cells))
    return tuple(cells[c].text if c in cells else "" for c in columns)


def name_of(row: BookRow, columns: Sequence[int]) -> str:
    """Return a row's name for people: what names it, and the text beside its first."""
    told = [row.cells[c].text for c in columns if c in row.cells]
    beside = row.cells.get(2)
    is_table = len(row.cells) > 2
    if is_table and beside and beside.kind == "text" and columns and 2 not in columns:
        told.insert(1, beside.text)
    if not told:
        told = [cell.text for _column, cell in sorted(row.cells.items())[:2]]
    return " · ".join(text if len(text) <= 40 else f"{text[:39]}…" for text in told)
