"""Long sheets: openpyxl makes head and styles, their rows go straight into the package."""

from collections.abc import Callable, Iterator
from math import ceil

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from reports_app.queries.exports import Stamp
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.columns import MOMENT_FORMAT, Column
from reports_app.workbook.sheet import A3, HEAD_ROW, Sheet, written
from reports_app.workbook.tables import LongTable
from unionplan.lib.spreadsheets.rows import Kind, Line, RowColumn, RowWriter

ROWS_A_SHEET = 1_000_000
"""A sheet takes 1,048,576 rows: beyond this the table goes on in another one."""
ROWS_A_STEP = 2_000
"""How many rows are written between two reports of progress."""
MOST_PLACES = 4
"""The ledger keeps four decimals."""


class RowsLostError(Exception):
    """A table gave more or fewer rows than it said: a file of it would not be whole."""


def steps_of(table: LongTable) -> int:
    """Return how often progress is reported while a table is written."""
    return ceil(table.count / ROWS_A_STEP)


def add_long_sheets(
    book: Workbook,
    stamp: Stamp,
    table: LongTable,
    *,
    on_step: Callable[[], None],
    rows_a_sheet: int = ROWS_A_SHEET,
) -> dict[str, Iterator[str]]:
    """Add a table's sheets without their rows; return those, by part of the package.

    They have to be read in the order of the sheets.
    """
    lines = table.lines()
    parts: dict[str, Iterator[str]] = {}
    number, left = 0, table.count
    while left or not number:
        here = min(rows_a_sheet, left)
        number, left = number + 1, left - here
        sheet = Sheet(
            book,
            title=_title(table.title, number),
            stamp=stamp,
            columns=table.columns,
            frozen_columns=table.frozen_columns,
            pages_wide=table.pages_wide,
            paper=A3,
            rows_to_follow=here,
        )
        writer = RowWriter(_styled(sheet.inner, table), first=HEAD_ROW + 1)
        sheet.close()
        part = f"xl/worksheets/sheet{len(book.worksheets)}.xml"
        parts[part] = _rows(lines, writer, here, is_last=not left, on_step=on_step)
    return parts


def _title(title: str, number: int) -> str:
    if number == 1:
        return title
    return _("%(title)s（%(number)d）") % {"title": title, "number": number}


def _rows(
    lines: Iterator[Line],
    writer: RowWriter,
    count: int,
    *,
    is_last: bool,
    on_step: Callable[[], None],
) -> Iterator[str]:
    """Yield as many rows as were promised. Errors: RowsLostError."""
    for number in range(1, count + 1):
        line = next(lines, None)
        if line is None:
            raise RowsLostError
        yield writer.row(line)
        if number % ROWS_A_STEP == 0 or number == count:
            on_step()
    if is_last and next(lines, None) is not None:
        raise RowsLostError


def _styled(sheet: WriteOnlyWorksheet, table: LongTable) -> list[RowColumn]:
    return [
        _row_column(sheet, get_column_letter(place), column)
        for place, column in enumerate(table.columns, 1)
    ]


def _row_column(sheet: WriteOnlyWorksheet, letters: str, column: Column) -> RowColumn:
    if column.kind is Kind.TEXT:
        plain, quoted = (written(sheet, text(words)) for words in ("一", "=一"))
        return RowColumn(letters, column.kind, [plain.style_id], quoted.style_id)
    cells = {
        Kind.INTEGER: [figure(0)],
        Kind.FIGURE: [figure(0, places=places) for places in range(MOST_PLACES + 1)],
        Kind.MOMENT: [Cell(0, "text", MOMENT_FORMAT)],
    }[column.kind]
    styles = [written(sheet, cell).style_id for cell in cells]
    return RowColumn(letters, column.kind, styles)
