"""A block copied from Excel, cut into rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import ItemProblem
from progress_app.rules.pasting import read_block

ROW = "观音桥港湾\t\t江北区建新北路16号\t2024-10-08"


def raws(text):
    return [row.raw for row in read_block(text)]


def test_cells_are_named_in_their_order():
    assert raws(ROW + "\t全天开放") == [
        {
            "name": "观音桥港湾",
            "address": "江北区建新北路16号",
            "happened_on": "2024-10-08",
            "note": "全天开放",
        }
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_the_clipboard_ends_them(end):
    rows = read_block(f"{end}{ROW}{end}{end}南坪港湾\tA1{end}")

    assert [(row.number, row.raw["name"]) for row in rows] == [
        (1, "观音桥港湾"),
        (3, "南坪港湾"),
    ]


def test_a_head_row_names_the_columns():
    text = "序号\t日期\t单位名称\t地址\n1\t2024-10-08\t甲工会\t甲路1号"

    [row] = read_block(text)

    assert row.number == 2
    assert row.raw == {
        "happened_on": "2024-10-08",
        "name": "甲工会",
        "address": "甲路1号",
    }


def test_one_word_that_could_be_a_head_is_an_item():
    assert raws("地址\tA1\t甲路1号\t2024-10-08")[0]["name"] == "地址"


def test_a_head_alone_holds_no_rows():
    assert read_block("名称\t统一代码\t地址\t日期") == []


@pytest.mark.parametrize("text", ["", "\n\n", " \t \n\t"])
def test_a_blank_block_holds_no_rows(text):
    assert read_block(text) == []


def test_a_quoted_cell_may_hold_lines_tabs_and_quotes():
    text = '"甲""小哥""港湾"\tA1\t"甲路1号\n\t负一层"\t2024-10-08\n乙港湾\tA2'

    first, second = raws(text)

    assert first["name"] == '甲"小哥"港湾'
    assert first["address"] == "甲路1号\n\t负一层"
    assert second["name"] == "乙港湾"


def test_an_open_quote_swallows_no_rows():
    text = '"小哥港湾\tA1\n"南坪"港湾\tA2\n乙港湾\tA3"'

    assert [row["name"] for row in raws(text)] == ['"小哥港湾', '"南坪"港湾', "乙港湾"]


def test_commas_part_cells_where_there_is_no_tab():
    assert raws("甲港湾,,甲路1号,2024-10-08")[0]["address"] == "甲路1号"
    assert raws("甲港湾，，甲路1号，2024-10-08")[0]["address"] == "甲路1号"
    assert raws("甲港湾\t\t甲路1号，负一层")[0]["address"] == "甲路1号，负一层"


def test_more_cells_than_columns_are_told():
    [wide] = read_block(ROW + "\t\t多")
    [blank] = read_block(ROW + "\t\t\t")

    assert wide.problem == ItemProblem.TOO_MANY_CELLS
    assert blank.problem is None


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"')
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_what_excel_writes_is_read_back(rows):
    """Excel quotes as the csv module does; only whitespace at the ends is not kept."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect="excel-tab", quoting=csv.QUOTE_ALL)
    writer.writerow(["备注", "名称", "地址"])
    writer.writerows(rows)
    expected = [tuple(cell.strip() for cell in row) for row in rows]

    read = [
        tuple(row.raw.get(name, "") for name in ("note", "name", "address"))
        for row in read_block(buffer.getvalue())
    ]

    assert read == [row for row in expected if any(row)]


@given(st.text(st.sampled_from('"\t\n甲,'), max_size=200))
def test_any_text_is_read_to_its_end(text):
    kept = "".join(cell for row in raws(text) for cell in row.values())

    assert kept.count("甲") == text.count("甲") or any(
        row.problem for row in read_block(text)
    )
