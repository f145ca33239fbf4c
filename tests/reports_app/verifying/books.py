"""Small workbooks to change in one place and to hold against the original."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook, load_workbook

from reports_app.enums import Alteration
from reports_app.rules.verifying.books import book_differences, verdict_of
from reports_app.rules.verifying.difference import Difference
from unionplan.lib.spreadsheets.books import Book, BookCell, BookRow, BookSheet

Change = Callable[[Workbook], None]


def sheet(name: str, *rows: tuple[object, ...]) -> BookSheet:
    """Return a sheet of texts and numbers; None is a blank cell."""
    return BookSheet(
        name,
        tuple(
            BookRow(
                number,
                {
                    column: cell(value)
                    for column, value in enumerate(values, 1)
                    if value is not None
                },
            )
            for number, values in enumerate(rows, 1)
        ),
    )


def cell(value: object) -> BookCell:
    """Return a cell: a number is shown as a number."""
    if isinstance(value, BookCell):
        return value
    if isinstance(value, int):
        return BookCell("number", str(value), "#,##0")
    return BookCell("text", str(value))


def book(*sheets: BookSheet) -> Book:
    """Return a workbook of sheets."""
    return Book(sheets, {})


def found(expected: Book, at_hand: Book) -> list[Difference]:
    """Return how one differs from the other."""
    return list(book_differences(expected, at_hand))


def kinds(differences: list[Difference]) -> list[Alteration]:
    """Return what kinds of differences there are, in their order."""
    return [each.kind for each in differences]


def verdict(expected: Book, at_hand: Book) -> str:
    """Return what a comparison comes to."""
    return verdict_of(found(expected, at_hand))


def changed(data: bytes, change: Change) -> bytes:
    """Return a file after somebody opened it, changed it and stored it again."""
    loaded = load_workbook(BytesIO(data))
    change(loaded)
    out = BytesIO()
    loaded.save(out)
    return out.getvalue()
