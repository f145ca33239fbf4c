"""Text stays text, whatever it starts with or holds; numbers keep their worth."""

from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from progress_app.models import Posting
from reports_app.workbook.cells import (
    Cell,
    figure,
    percent,
    text,
)
from reports_app.workbook.sheet import written
from reports_app.workbook.styles import add_styles
from targets_app.models import Target
from tests.reports_app.exports.making import book_of, made, table
from unionplan.lib.spreadsheets.texts import columns_wide, lines_tall
from unions_app.models import Person

NASTY = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+86 23 1234",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "#REF!",
    "=",
    "TRUE",
    "2024-01-01",
    "00123456789012345678",
    "<b>&amp;</b>",
    " 前后有空格 ",
    "第一行\n第二行",
]


def read_back(*cells: Cell):
    book = Workbook(write_only=True)
    add_styles(book)
    sheet = book.create_sheet("一")
    sheet.append([written(sheet, cell) for cell in cells])
    file = BytesIO()
    book.save(file)
    return load_workbook(file)["一"][1]


@pytest.mark.parametrize("words", NASTY)
def test_text_comes_back_as_text(words):
    [cell] = read_back(text(words))
    assert (cell.value, cell.data_type) == (words, "s")
    assert cell.quotePrefix is words.startswith(("=", "+", "-", "@"))


@given(st.text())
def test_any_text_can_be_written(words):
    [cell, _after] = read_back(text(words), text("后"))
    kept = text(words).value
    assert (cell.value or "").replace("\r\n", "\n").replace("\r", "\n") == (
        str(kept).replace("\r\n", "\n").replace("\r", "\n")
    )


def test_what_no_xml_can_hold_is_left_out():
    assert text("甲\x00\x07乙\ud800\ufffe").value == "甲乙"


def test_text_too_long_for_a_cell_says_that_it_goes_on():
    cut = text("长" * 40_000).value
    assert len(cut) == 32_767
    assert cut.endswith("长…")


def test_an_empty_text_is_an_empty_cell():
    [cell, _after] = read_back(text(""), text("后"))
    assert cell.value is None


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Decimal(400), 0, "#,##0"),
        (Decimal("12.50"), 0, "#,##0.0"),
        (Decimal(3), 2, "#,##0.00"),
        (Decimal("0.0001"), 0, "#,##0.0000"),
        (0, 0, "#,##0"),
    ],
)
def test_a_number_keeps_its_worth_and_shows_its_decimals(number, places, shown):
    [cell] = read_back(figure(number, places=places))
    assert Decimal(str(cell.value)) == number
    assert cell.number_format == shown


def test_the_largest_figure_is_exact():
    number = Decimal("99999999999.9999")
    [cell] = read_back(figure(number))
    assert Decimal(str(cell.value)) == number


def test_nothing_known_is_blank_not_zero():
    nothing, zero = read_back(figure(None), figure(0))
    assert (nothing.value, zero.value) == (None, 0)


@pytest.mark.parametrize(
    ("share", "limit", "shown"),
    [
        (Fraction(5, 6), None, "0.00%"),
        (Fraction(84996, 100000), Fraction(85, 100), "0.000%"),
        (Fraction(8499999, 10000000), Fraction(85, 100), "0.00000%"),
        (Fraction(85, 100), Fraction(85, 100), "0.00%"),
        (Fraction(84, 100), Fraction(85, 100), "0.00%"),
        (Fraction(210, 100), None, "0.00%"),
    ],
)
def test_a_share_below_its_limit_is_never_shown_as_having_reached_it(
    share, limit, shown
):
    cell = percent(share, limit=limit)
    assert cell.number_format == shown
    assert abs(Fraction(cell.value) - share) < Fraction(1, 10**20)


def test_chinese_takes_two_columns_a_character():
    assert columns_wide("渝工abc（）") == 4 + 3 + 4
    assert lines_tall("渝工港湾", width=9) == 1
    assert lines_tall("渝工港湾", width=8) == 2
    assert lines_tall("一\n二\n", width=9) == 3


@pytest.mark.django_db
def test_names_of_people_and_targets_cannot_become_formulas(posted):
    evil = '=HYPERLINK("http://example.invalid","点我")'
    Person.objects.filter(pk=posted.reporter.pk).update(name=evil[:60])
    Target.objects.filter(code="4.1.2-1").update(name="@新建\x01渝工港湾")
    book = book_of(made(posted.leader))
    rows = table(book, "入账记录")
    assert {row["填报人"] for row in rows if row["单位"] == "万州区"} == {evil[:60]}
    assert rows[0]["指标名称"] in ("@新建渝工港湾", "建会率")
    for sheet in book:
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert Posting.objects.count() == len(rows)
