"""One sheet, written row by row: columns, frozen head, filters, print setup, stamp."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from reports_app.queries.exports import Stamp
from reports_app.workbook.cells import Cell, text
from reports_app.workbook.columns import Column
from unionplan.lib.dates import SHANGHAI
from unionplan.lib.spreadsheets.texts import escaped, is_formula_like, lines_tall

HEAD_ROW = 2
"""Row of the column heads: above it stands the stamp, below it the data."""
LONGEST_STAMP = 105
"""Excel takes page headers of 255 characters with codes, and "&" counts twice."""
A4, A3 = 9, 8
"""Paper sizes as spreadsheets number them."""
LINE_POINTS = 13
WRAPPED = frozenset({"wrapped", "answer", "head"})


def shanghai_text(at: datetime) -> str:
    """Return a moment to the minute as Shanghai's clock says it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def stamp_line(stamp: Stamp) -> str:
    """Return the line that every sheet carries: plan, sequence, moment."""
    told = _("%(plan)s · 截至入账序号 %(sequence)d · 截至 %(moment)s（北京时间）") % {
        "plan": stamp.plan_title,
        "sequence": stamp.sequence,
        "moment": shanghai_text(stamp.as_of_at),
    }
    return f"{_('演示数据')} · {told}" if stamp.is_demonstration else told


class Sheet:
    """One sheet of a workbook in openpyxl's write-only mode.

    Rows go straight to the file: what is set on the sheet after the first row is lost,
    so everything but the filter is set at once.
    """

    def __init__(
        self,
        book: Workbook,
        *,
        title: str,
        stamp: Stamp,
        columns: Sequence[Column],
        frozen_columns: int = 0,
        pages_wide: int = 1,
        paper: int = A4,
        rows_to_follow: int = 0,
    ) -> None:
        """Set the sheet up and write its stamp and heads.

        ``frozen_columns`` stay in sight and repeat on every printed page;
        ``rows_to_follow`` come into the finished file later.
        """
        self._sheet: WriteOnlyWorksheet = book.create_sheet(title)
        self._rows = 0
        self._rows_to_follow = rows_to_follow
        self._widths = [column.width for column in columns]
        self._last_letter = get_column_letter(len(columns))
        for number, column in enumerate(columns, 1):
            letter = get_column_letter(number)
            self._sheet.column_dimensions[letter].width = column.width
        self._sheet.freeze_panes = (
            f"{get_column_letter(frozen_columns + 1)}{HEAD_ROW + 1}"
        )
        self._sheet.print_title_rows = f"1:{HEAD_ROW}"
        if frozen_columns:
            self._sheet.print_title_cols = f"A:{get_column_letter(frozen_columns)}"
        set_up_printing(self._sheet, stamp, pages_wide=pages_wide, paper=paper)
        style = "warning" if stamp.is_demonstration else "stamp"
        self.row([text(stamp_line(stamp), style)])
        self.row(text(column.head, "head") for column in columns)

    @property
    def inner(self) -> WriteOnlyWorksheet:
        """The library's sheet, for what has no place in a table."""
        return self._sheet

    @property
    def end(self) -> str:
        """The last cell that was written, or will be."""
        last = max(self._rows, HEAD_ROW) + self._rows_to_follow
        return f"{self._last_letter}{last}"

    def row(self, cells: Iterable[Cell]) -> None:
        """Append a row."""
        self._rows += 1
        append(self._sheet, number=self._rows, cells=list(cells), widths=self._widths)

    def close(self) -> None:
        """Put the filter over everything written, and end the sheet."""
        self._sheet.auto_filter.ref = f"A{HEAD_ROW}:{self.end}"
        self._sheet.close()


def append(
    sheet: WriteOnlyWorksheet,
    *,
    number: int,
    cells: Sequence[Cell],
    widths: Sequence[int],
) -> None:
    """Append a row, as tall as its wrapped texts need.

    Spreadsheets do not all measure wrapped rows when they open a file.
    """
    lines = max(
        (
            lines_tall(str(cell.value), width=width)
            for cell, width in zip(cells, widths, strict=False)
            if cell.style in WRAPPED
        ),
        default=1,
    )
    if lines > 1:
        sheet.row_dimensions[number].height = LINE_POINTS * lines + 3
    sheet.append([written(sheet, cell) for cell in cells])
    sheet.row_dimensions.pop(number, None)


def written(sheet: WriteOnlyWorksheet, cell: Cell) -> WriteOnlyCell:
    """Return an openpyxl cell whose text is text, whatever it starts with."""
    made = WriteOnlyCell(sheet)
    made.style = cell.style
    made.value = None if cell.value == "" else cell.value
    if cell.number_format:
        made.number_format = cell.number_format
    if isinstance(made.value, str):
        made.quotePrefix = is_formula_like(made.value)
        made.value = escaped(made.value)
        made.data_type = "s"
    return made


def set_up_printing(
    sheet: WriteOnlyWorksheet, stamp: Stamp, *, pages_wide: int, paper: int = A4
) -> None:
    """Print on landscape paper with the stamp and page numbers on every page."""
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    sheet.oddHeader.left.text = _for_header(stamp_line(stamp))
    sheet.oddHeader.right.text = _("演示数据") if stamp.is_demonstration else None
    sheet.oddFooter.left.text = _for_header(stamp_line(stamp))
    sheet.oddFooter.right.text = "&P / &N"


def _for_header(words: str) -> str:
    """Return words for a page header, where "&" begins a code."""
    safe = str(text(words).value)
    return safe[:LONGEST_STAMP].replace("&", "&&")
