"""Rows made by template are what a spreadsheet reads: every value, every blank."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from unionplan.lib.spreadsheets.child import plain
from unionplan.lib.spreadsheets.packing import Package, repacked
from unionplan.lib.spreadsheets.rows import (
    MOST_KEPT_TEXTS,
    Kind,
    RowColumn,
    RowWriter,
    figure,
    serial,
)
from unionplan.lib.spreadsheets.texts import storable

COLUMNS = [
    RowColumn("A", Kind.INTEGER, [0]),
    RowColumn("B", Kind.TEXT, [0], 0),
    RowColumn("C", Kind.FIGURE, [0, 0]),
    RowColumn("D", Kind.MOMENT, [0]),
]
MOMENT = datetime.fromisoformat("2024-10-28T09:30:15")
EPOCH = datetime.fromisoformat("1899-12-30")


def read_back(*lines):
    book = Workbook()
    book.worksheets[0].append(["头"])
    made, packed = BytesIO(), BytesIO()
    book.save(made)
    writer = RowWriter(COLUMNS, first=2)
    rows = map(writer.row, lines)
    repacked(made, packed, rows={"xl/worksheets/sheet1.xml": rows})
    return list(load_workbook(packed).worksheets[0].iter_rows(min_row=2))


def test_every_kind_of_value_comes_back():
    [cells] = read_back((1, (7, "渝工港湾", Decimal("12.50"), MOMENT)))
    assert [cell.value for cell in cells[:3]] == [7, "渝工港湾", 12.5]
    assert [cell.coordinate for cell in cells] == ["A2", "B2", "C2", "D2"]
    assert str(cells[3].value)[:15] == "45593.396006944"


def test_blanks_are_blanks_and_nothing_moves_into_them():
    rows = read_back(
        (0, (1, None, None, None)),
        (0, (None, "乙", None, MOMENT)),
        (0, (3, None, Decimal(0), None)),
    )
    told = [[cell.value is not None for cell in row] for row in rows]
    assert told == [
        [True, False, False, False],
        [False, True, False, True],
        [True, False, True, False],
    ]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_text_comes_back_as_text(texts):
    rows = read_back(*((0, (1, words, None, None)) for words in texts))
    for words, row in zip(texts, rows, strict=True):
        kept = storable(words).replace("\r\n", "\n").replace("\r", "\n")
        found = plain(row[1].value or "")
        assert found.replace("\r\n", "\n").replace("\r", "\n") == kept


@pytest.mark.parametrize(
    "words", ["=1+1", "_x0041_", "<b>&", " 空格 ", "123456789012345678"]
)
def test_texts_that_look_like_something_else(words):
    [[_number, cell, *_rest]] = read_back((0, (1, words, None, None)))
    assert (plain(cell.value), cell.data_type) == (words, "s")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (Decimal("12.5000"), "12.5"),
        (Decimal("1E+5"), "100000"),
        (Decimal("0.0000"), "0"),
        (Decimal("99999999999.9999"), "99999999999.9999"),
        (0, "0"),
    ],
)
def test_a_figure_is_written_exactly(number, told):
    assert figure(number) == told


@given(st.datetimes(EPOCH.replace(year=1950), EPOCH.replace(year=2100)))
def test_a_moment_keeps_its_milliseconds(moment):
    days = Decimal(serial(moment))
    micros = int((days * 86_400_000_000).to_integral_value())
    back = EPOCH + timedelta(microseconds=micros)
    assert abs(back - moment) <= timedelta(microseconds=1)


def test_texts_kept_in_mind_are_bounded():
    writer = RowWriter(COLUMNS, first=1)
    for number in range(MOST_KEPT_TEXTS + 10):
        writer.row((0, (1, str(number), None, None)))
    texts = writer._converters[1].__self__
    assert len(texts) <= MOST_KEPT_TEXTS


def test_a_package_says_how_much_it_took():
    made = BytesIO()
    package = Package(made)
    assert package.add("a.txt", [b"one", b"two"]) == 6
    package.close()
    with ZipFile(made) as archive:
        assert archive.read("a.txt") == b"onetwo"


def test_a_sheet_without_rows_of_its_own_is_refused():
    made = BytesIO()
    package = Package(made)
    package.add("[Content_Types].xml", [b"<Types/>"])
    package.add("sheet.xml", [b"<worksheet/>"])
    package.close()
    with pytest.raises(ValueError, match="no rows"):
        repacked(made, BytesIO(), rows={"sheet.xml": []})
