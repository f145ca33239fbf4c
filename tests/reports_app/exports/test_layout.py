"""How a workbook opens, prints and says where it comes from."""

import pytest
from django.utils.translation import get_language

from tests.reports_app.exports.making import book_of, made

pytestmark = pytest.mark.django_db
DATA_SHEETS = [
    "总览",
    "指标",
    "指标×单位",
    "赛马比拼",
    "123510看板",
    "报送情况",
    "入账记录",
    "佐证材料",
    "口径",
]
A4, A3 = 9, 8
LARGE = {"指标", "指标×单位", "报送情况", "入账记录", "佐证材料", "口径"}
STAMP = "演示数据 · 2024年 全市工会工作安排 · 截至入账序号 7 · 截至 2024-10-28 09:00（北京时间）"


def test_every_page_carries_the_stamp(book):
    for sheet in book:
        assert sheet.oddHeader.left.text == STAMP
        assert sheet.oddHeader.right.text == "演示数据"
        assert sheet.oddFooter.left.text == STAMP
        assert sheet.oddFooter.right.text == "&P / &N"
        assert len(str(sheet.oddHeader)) < 255


@pytest.mark.parametrize("title", DATA_SHEETS)
def test_every_sheet_carries_the_stamp(book, title):
    assert book[title]["A1"].value == STAMP


def test_real_data_carries_no_such_word(ledger):
    book = book_of(made(ledger.leader))
    for sheet in book:
        assert "演示数据" not in str(list(sheet.values))
        assert sheet.oddHeader.right.text is None


def test_everything_prints_on_landscape_paper_the_wide_on_a3(book):
    for sheet in book:
        assert sheet.page_setup.paperSize == (A3 if sheet.title in LARGE else A4)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth > 0) == (
            0,
            True,
        )


@pytest.mark.parametrize(
    ("title", "frozen", "columns"),
    [
        ("总览", "B3", "$A:$A"),
        ("指标", "C3", "$A:$B"),
        ("指标×单位", "E3", "$A:$D"),
        ("入账记录", "B3", "$A:$A"),
        ("口径", "C3", "$A:$B"),
    ],
)
def test_heads_stay_in_sight_and_repeat_on_paper(book, title, frozen, columns):
    sheet = book[title]
    assert sheet.freeze_panes == frozen
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.print_title_cols == columns


@pytest.mark.parametrize("title", DATA_SHEETS)
def test_every_column_can_be_filtered(book, title):
    sheet = book[title]
    assert (
        sheet.auto_filter.ref
        == f"A2:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    )


def test_no_cell_is_merged(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges


def test_chinese_fits_its_column_and_has_a_chinese_font(book):
    sheet = book["口径"]
    assert sheet.column_dimensions["B"].width == 2 * 12 + 2
    assert sheet["B3"].font.name == "宋体"
    assert sheet["B2"].font.name == "黑体"
    long = max(
        range(3, sheet.max_row + 1), key=lambda n: len(sheet[f"L{n}"].value or "")
    )
    assert sheet.row_dimensions[long].height > 13


def test_its_language_is_the_one_asked_for_not_the_workers(book, ledger):
    before = get_language()
    english = book_of(made(ledger.leader, language="en", is_demonstration=True))
    assert get_language() == before
    assert english.sheetnames[0] == "Cover"
    assert [sheet.max_row for sheet in english] == [sheet.max_row for sheet in book]
