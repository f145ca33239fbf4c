"""How like two rows are."""

from unionplan.lib.spreadsheets.books import BookRow


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
