"""Whole workbooks as they are read to be compared."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from tests.unionplan.spreadsheets.packages import sheet_of
from unionplan.lib.spreadsheets.books import BookCell, Hidden
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError
from unionplan.lib.spreadsheets.whole import read_book


def read(change) -> object:
    """Return a workbook after a change, read."""
    book, out = Workbook(), BytesIO()
    book.active.title = "甲"
    change(book)
    book.save(out)
    return read_book(out.getvalue())


@pytest.mark.parametrize(
    ("value", "shown_as", "expected"),
    [
        (12, "#,##0", ("number", "12")),
        (0, "0", ("number", "0")),
        (Decimal("0.78205128205128205128"), "0.00%", ("number", "0.782051282051282")),
        (12.340000000000002, "General", ("number", "12.34")),
        (10**16, "0", ("number", "10000000000000000")),
        (1e-7, "0", ("number", "0.0000001")),
        ("0012", "General", ("text", "0012")),
        ("=1+1", "General", ("formula", "=1+1")),
        (True, "General", ("boolean", "1")),
        ("#N/A", "General", ("error", "#N/A")),
        ("两\n行 <b>&", "General", ("text", "两\n行 <b>&")),
        (
            datetime(2024, 10, 28, 9, 30, 15),  # noqa: DTZ001
            "yyyy-mm-dd hh:mm:ss",
            ("date", "2024-10-28 09:30:15"),
        ),
    ],
)
def test_a_cell_is_told_with_its_kind_and_format(value, shown_as, expected):
    def change(book):
        book.active["C4"] = value
        book.active["C4"].number_format = shown_as

    [row] = read(change).sheets[0].rows

    assert row.number == 4
    assert row.cells == {3: BookCell(*expected, shown_as)}


def test_what_is_hidden_is_told():
    def change(book):
        sheet = book.active
        sheet["A1"], sheet["D9"] = 1, 2
        sheet.row_dimensions[5].hidden = sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("乙").sheet_state = "hidden"

    first, second = read(change).sheets

    assert (first.name, first.is_visible) == ("甲", True)
    assert first.hidden_rows == Hidden(2, (5, 9))
    assert first.hidden_columns == Hidden(1, (2,))
    assert (second.name, second.is_visible, second.rows) == ("乙", False, ())


def test_what_a_workbook_claims_is_told():
    def change(book):
        book.custom_doc_props.append(StringProperty(name="a", value="b"))

    assert read(change).claims == {"a": "b"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Without an address: right of the one before, in the row below.
        (b"<row><c><v>1</v></c><c><v>2</v></c></row>", {1: "1", 2: "2"}),
        (b'<row r="1"><c r="C1"><v>3</v></c><c><v>4</v></c></row>', {3: "3", 4: "4"}),
        (b'<row><c t="str"><v>text</v></c></row>', {1: "text"}),
        (
            b'<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
            b"<rPh><t>sound</t></rPh></is></c></row>",
            {1: "ab"},
        ),
        (b'<row><c s="0"/><c t="n"/></row>', None),
    ],
)
def test_every_way_of_writing_a_cell_is_read(cells, expected):
    rows = read_book(sheet_of(cells)).sheets[0].rows

    found = {n: each.text for row in rows for n, each in row.cells.items()}
    assert found == (expected or {})


@pytest.mark.parametrize(
    "cells",
    [
        b'<row><c t="s"><v>99</v></c></row>',
        b"<row><c><v>many</v></c></row>",
        b'<row><c r="ZZZ1"><v>1</v></c></row>',
        b"<row><c></row>",
    ],
)
def test_what_cannot_be_read_is_refused(cells):
    with pytest.raises(RefusedError) as refused:
        read_book(sheet_of(cells))

    assert refused.value.refusal == Refusal.UNREADABLE
