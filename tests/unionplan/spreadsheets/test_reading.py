"""What the reader's process tells of cells, and what it may not take."""

from datetime import date, time
from decimal import Decimal

import pytest
from openpyxl import Workbook

from tests.unionplan.spreadsheets.packages import (
    SHEET,
    plain_book,
    saved,
    sharing,
    sheet_of,
)
from unionplan.lib.numbers import parse_decimal
from unionplan.lib.spreadsheets.child import MOST_ROWS, MOST_TEXT, number_text, plain
from unionplan.lib.spreadsheets.places import column_number, place_of
from unionplan.lib.spreadsheets.reading import SheetCell, read_cells
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError
from unionplan.lib.spreadsheets.texts import escaped, storable


def cells_of(data: bytes) -> list[SheetCell]:
    return read_cells(data, sheets=[SHEET])[SHEET]


def read_back(value: object, number_format: str = "General") -> SheetCell:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["G14"] = value
    sheet["G14"].number_format = number_format
    [found] = cells_of(saved(book))
    return found


@pytest.mark.parametrize(
    ("value", "number_format", "kind", "text"),
    [
        ("你好", "General", "text", "你好"),
        (0, "General", "number", "0"),
        (1200, "#,##0", "number", "1200"),
        (12.5, "General", "number", "12.5"),
        (Decimal("99999999999.9999"), "General", "number", "99999999999.9999"),
        (0.1 + 0.2, "General", "number", "0.3"),
        (-3, "General", "number", "-3"),
        (0.5, "0%", "percent", "0.5"),
        (0.125, "0.00%", "percent", "0.125"),
        (True, "General", "boolean", "TRUE"),
        (date(2024, 10, 1), "yyyy-mm-dd", "date", "2024-10-01"),
        (45566, "m/d/yy", "date", "2024-10-01"),
        (
            45566.354166666664,
            "yyyy-mm-dd h:mm",
            "date",
            "2024-10-01 08:30:00",
        ),
        (time(8, 30), "h:mm", "date", "08:30:00"),
        ("#REF!", "General", "error", "#REF!"),
        ("#DIV/0!", "General", "error", "#DIV/0!"),
    ],
)
def test_a_cell_is_told_as_its_owner_sees_it(value, number_format, kind, text):
    found = read_back(value, number_format)

    assert (found.kind, found.text, found.place) == (kind, text, "G14")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.340000000000002, "12.34"),
        (1e-7, "0.0000001"),
        (2.5e20, "250000000000000000000"),
        (1e15, "1000000000000000"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (123456789012345678, "123456789012345678"),
    ],
)
def test_a_number_has_fifteen_digits_and_no_exponent(value, text):
    assert number_text(value) == text
    assert parse_decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("一_x000D_\n二", "一\n二"),
        ("一_x000D_二", "一\n二"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041_", "A"),
        ("_x0000_", "_x0000_"),
        ("_xD800_", "_xD800_"),
        ("_x12_", "_x12_"),
        ("x005F_", "x005F_"),
    ],
)
def test_escapes_are_undone_unless_they_stand_for_what_nothing_holds(stored, meant):
    assert plain(stored) == meant


@pytest.mark.parametrize("text", ["_x0041_", "_x005F_x0041_", "a_xFFFF_b", "x005F_"])
def test_what_looks_like_an_escape_comes_back(text):
    assert plain(escaped(text)) == text


def test_shared_and_rich_strings_are_read_as_one_text():
    row = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    text = b"<r><t>_x005F_x0041_</t></r><r><t>b</t></r>"

    [found] = cells_of(sharing(row, text))

    assert found.text == "_x0041_b"


def test_sheets_that_are_not_there_are_not_told():
    assert set(read_cells(plain_book(), sheets=[SHEET, "没有"])) == {SHEET}


def test_rows_below_the_last_that_is_read_are_not_told():
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n)
        for n in (1, MOST_ROWS, MOST_ROWS + 1)
    )

    assert [cell.row for cell in cells_of(sheet_of(rows))] == [1, MOST_ROWS]


def test_a_text_told_over_and_over_ends_the_reader():
    """One long text in thousands of cells would fill the memory of whoever listens."""
    text = b"x" * 30_000
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n)
        for n in range(1, MOST_TEXT // len(text) + 10)
    )
    data = sharing(cells, b"<t>" + text + b"</t>")

    with pytest.raises(RefusedError) as refused:
        cells_of(data)

    assert refused.value.refusal == Refusal.UNREADABLE


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", plain_book()[:900]])
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(RefusedError) as refused:
        cells_of(data)

    assert refused.value.refusal == Refusal.UNREADABLE


@pytest.mark.parametrize(
    ("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)]
)
def test_columns_have_letters(letters, number):
    assert column_number(letters) == number
    assert place_of(row=14, column=number) == f"{letters}14"


def test_what_no_spreadsheet_holds_is_left_out_and_long_texts_say_so():
    assert storable("a\x00b\x1fc\ud800\uffff") == "abc"
    assert storable("字" * 40_000) == "字" * 32_766 + "…"
    assert storable(None) == "None"
