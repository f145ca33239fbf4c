"""A list too long for one sheet goes on in another one; none of its rows is lost."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from reports_app.queries.exports import Stamp
from reports_app.workbook.columns import Column
from reports_app.workbook.long import RowsLostError, add_long_sheets
from reports_app.workbook.saving import save_book
from reports_app.workbook.sheet import HEAD_ROW
from reports_app.workbook.styles import add_styles
from reports_app.workbook.tables import LongTable
from unionplan.lib.dates import SHANGHAI
from unionplan.lib.spreadsheets.rows import Kind

AT = datetime(2024, 10, 28, 9, tzinfo=SHANGHAI)
STAMP = Stamp("计划", 2024, "市总工会", 7, "0" * 64, AT, AT, "某人", True)
COLUMNS = [Column("序号", 3, "n", Kind.INTEGER), Column("名称", 8, "t")]


def book_of(*, promised: int, given: int) -> BytesIO:
    """Return a workbook of a list, two rows a sheet."""
    book = Workbook(write_only=True)
    add_styles(book)
    lines = [(0, (n, f"第{n}笔")) for n in range(1, given + 1)]
    table = LongTable("postings", "入账", COLUMNS, promised, lambda: iter(lines))
    rows = add_long_sheets(book, STAMP, table, on_step=lambda: None, rows_a_sheet=2)
    made = BytesIO()
    save_book(book, to=made, at=AT, rows=rows)
    return made


@pytest.mark.parametrize(
    ("count", "sheets"),
    [(0, ["入账"]), (2, ["入账"]), (3, ["入账", "入账（2）"])],
)
def test_every_row_stands_once_in_order(count, sheets):
    book = load_workbook(book_of(promised=count, given=count))

    assert book.sheetnames == sheets
    told = [
        row
        for sheet in book
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True)
        if row[0] is not None
    ]
    assert told == [(n, f"第{n}笔") for n in range(1, count + 1)]
    assert all(sheet.cell(HEAD_ROW, 1).value == "序号" for sheet in book)


@pytest.mark.parametrize(("promised", "given"), [(3, 2), (3, 4), (2, 3)])
def test_a_list_that_is_not_what_was_promised_makes_no_file(promised, given):
    with pytest.raises(RowsLostError):
        book_of(promised=promised, given=given)
