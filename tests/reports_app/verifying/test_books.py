"""Every single change of a small workbook is found and named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import Alteration, WorkbookVerdict
from tests.reports_app.verifying.books import book, cell, found, kinds, sheet, verdict
from unionplan.lib.spreadsheets.books import Book, BookRow, BookSheet, Hidden
from unionplan.lib.spreadsheets.places import place_of

HEADS = ("编号", "指标名称", "数据", "万州区", "江北区")
COVER = sheet(
    "封面",
    ("重庆市总工会2024年工作计划进展",),
    ("年度计划", "2024年计划"),
    ("截至入账序号", 3481),
    ("申请人", "张三"),
)
MATRIX = sheet(
    "指标×单位",
    ("2024年计划 · 截至入账序号 3481",),
    HEADS,
    ("1.1", "港湾", "累计数", 12, 1234),
    ("1.2", "建会率", "分子", 84, 90),
    ("1.2", "建会率", "分母", 100, 100),
    ("1.3", "行动", "阶段", "受阻", None),
)
POSTINGS = sheet(
    "入账记录",
    ("2024年计划 · 截至入账序号 3481",),
    ("序号", "单位", "指标编号", "本期数"),
    *((number, "万州区", "1.1", 10 * number) for number in range(1, 8)),
)
ORIGINAL = book(COVER, MATRIX, POSTINGS)
EVERY_CELL = [
    (part, row, column)
    for part, each in enumerate(ORIGINAL.sheets)
    for row, line in enumerate(each.rows)
    for column in line.cells
]
LOOSE_CELLS = [
    place
    for place in EVERY_CELL
    if len(ORIGINAL.sheets[place[0]].rows[place[1]].cells) > 1
]
"""Those that stand beside others: a row without cells is a row that was deleted."""
STACKED_CELLS = [
    (part, row, column, below)
    for part, row, column in EVERY_CELL
    for next_row in ORIGINAL.sheets[part].rows[row + 1 : row + 2]
    if (below := next_row.cells.get(column))
    and below.text != ORIGINAL.sheets[part].rows[row].cells[column].text
]
EVERY_ROW = [
    (part, row)
    for part, each in enumerate(ORIGINAL.sheets)
    for row in range(len(each.rows))
]


def with_rows(part: int, rows: list[BookRow]) -> Book:
    """Return the original with other rows in a sheet, numbered from the top."""
    numbered = tuple(replace(row, number=n) for n, row in enumerate(rows, 1))
    return with_sheet(part, replace(ORIGINAL.sheets[part], rows=numbered))


def with_sheet(part: int, changed: BookSheet) -> Book:
    sheets = list(ORIGINAL.sheets)
    sheets[part] = changed
    return book(*sheets)


def with_cell(part: int, row: int, column: int, value: object) -> Book:
    rows = list(ORIGINAL.sheets[part].rows)
    cells = {**rows[row].cells, column: cell(value)}
    if value is None:
        del cells[column]
    rows[row] = replace(rows[row], cells=cells)
    return with_sheet(part, replace(ORIGINAL.sheets[part], rows=tuple(rows)))


def is_origin(part: int, row: int) -> bool:
    """Whether a place says where the workbook is from: the cover, or a page's head."""
    return part == 0 or row == 0


def test_the_same_is_the_same():
    assert found(ORIGINAL, ORIGINAL) == []
    assert verdict(ORIGINAL, ORIGINAL) == WorkbookVerdict.RESAVED


@pytest.mark.parametrize(
    ("part", "row", "column", "value"),
    [(*place, value) for place in EVERY_CELL for value in ("改过", 99_999)]
    + [(*place, None) for place in LOOSE_CELLS],
)
def test_every_changed_cell_is_named_and_nothing_else(part, row, column, value):
    changed = with_cell(part, row, column, value)

    [told] = found(ORIGINAL, changed)

    assert told.kind == Alteration.CELL
    assert told.sheet == ORIGINAL.sheets[part].name
    assert told.place == place_of(row=row + 1, column=column)
    assert told.expected == ORIGINAL.sheets[part].rows[row].cells[column].text
    assert told.found == ("" if value is None else str(value))
    expected = "forged" if is_origin(part, row) else "changed"
    assert verdict(ORIGINAL, changed) == expected


@pytest.mark.parametrize(("part", "row", "column", "below"), STACKED_CELLS)
def test_a_cell_that_took_the_text_of_the_one_below_is_named(part, row, column, below):
    [told] = found(ORIGINAL, with_cell(part, row, column, below))

    assert told.kind == Alteration.CELL
    assert told.place == place_of(row=row + 1, column=column)
    assert told.found == below.text


@pytest.mark.parametrize(("part", "row"), EVERY_ROW)
def test_every_deleted_row_is_named_and_no_row_below_it(part, row):
    rows = list(ORIGINAL.sheets[part].rows)
    gone = rows.pop(row)

    differences = found(ORIGINAL, with_rows(part, rows))

    missing = [each for each in differences if each.kind == Alteration.ROW_MISSING]
    assert [each.place for each in missing] == [str(gone.number)]
    assert differences == missing
    expected = "forged" if is_origin(part, row) else "changed"
    assert verdict(ORIGINAL, with_rows(part, rows)) == expected


@pytest.mark.parametrize(("part", "row"), EVERY_ROW)
def test_every_row_that_was_put_in_is_named(part, row):
    rows = list(ORIGINAL.sheets[part].rows)
    # "2.9" is the code of no target.
    rows.insert(row + 1, BookRow(0, {1: cell("2.9"), 4: cell(7)}))

    differences = found(ORIGINAL, with_rows(part, rows))

    assert kinds(differences) == [Alteration.ROW_ADDED]
    assert differences[0].place == str(row + 2)


@pytest.mark.parametrize("part", [1, 2])
def test_every_two_rows_that_changed_places_are_told_as_moved(part):
    rows = list(ORIGINAL.sheets[part].rows)
    for one in range(2, len(rows)):
        for other in range(one + 1, len(rows)):
            swapped = list(rows)
            swapped[one], swapped[other] = swapped[other], swapped[one]

            changed = with_rows(part, swapped)

            assert set(kinds(found(ORIGINAL, changed))) == {Alteration.ROW_MOVED}
            assert verdict(ORIGINAL, changed) == WorkbookVerdict.REARRANGED


def test_a_sorted_sheet_is_told_once_and_a_changed_cell_in_it_is_found():
    many = sheet("入账记录", HEADS, *((n, "甲", "乙", n, n) for n in range(1, 101)))
    rows = [many.rows[0], *reversed(many.rows[1:])]
    turned = [replace(row, number=n) for n, row in enumerate(rows, 1)]
    original, changed = book(COVER, many), book(COVER, replace(many, rows=turned))
    turned[10] = replace(turned[10], cells={**turned[10].cells, 4: cell(777)})

    edit, moved = found(original, changed)

    assert (edit.kind, edit.place, edit.key) == (Alteration.CELL, "D11", "91")
    assert (moved.kind, moved.found) == (Alteration.ROW_MOVED, "99")


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_renamed_sheet_is_known_by_what_it_holds(part):
    renamed = replace(ORIGINAL.sheets[part], name="新表")

    [told] = found(ORIGINAL, with_sheet(part, renamed))

    assert told.kind == Alteration.SHEET_RENAMED
    assert (told.expected, told.found) == (ORIGINAL.sheets[part].name, "新表")


def test_sheets_that_are_gone_new_or_moved_are_told():
    new = sheet("附表", ("甲", "乙"))
    gone = book(COVER, MATRIX)
    more = book(*ORIGINAL.sheets, new)
    moved = book(COVER, POSTINGS, MATRIX)

    assert kinds(found(ORIGINAL, gone)) == [Alteration.SHEET_MISSING]
    assert kinds(found(ORIGINAL, more)) == [Alteration.SHEET_ADDED]
    assert kinds(found(ORIGINAL, moved)) == [Alteration.SHEET_MOVED]
    assert verdict(ORIGINAL, gone) == WorkbookVerdict.CHANGED


@pytest.mark.parametrize("column", range(1, 6))
def test_every_deleted_column_is_told_once(column):
    changed = with_sheet(1, shifted(MATRIX, lambda c: c - (c > column), gone=column))

    differences = found(ORIGINAL, changed)

    # The line above the heads stands in the first column, and went with it.
    assert kinds(differences) == [Alteration.COLUMN_MISSING]
    assert differences[0].column == HEADS[column - 1]


@pytest.mark.parametrize("column", range(1, 6))
def test_every_column_that_was_put_in_is_told_once(column):
    shift = shifted(MATRIX, lambda c: c + (c >= column))
    rows = [
        replace(row, cells={**row.cells, column: cell(f"新{row.number}")})
        for row in shift.rows
        if row.number > 1
    ]
    changed = with_sheet(1, replace(shift, rows=(shift.rows[0], *rows)))

    assert kinds(found(ORIGINAL, changed)) == [Alteration.COLUMN_ADDED]


def test_columns_in_another_order_are_no_changed_cells():
    places = {1: 1, 2: 2, 3: 3, 4: 5, 5: 4}

    changed = with_sheet(1, shifted(MATRIX, places.__getitem__))

    assert kinds(found(ORIGINAL, changed)) == [Alteration.COLUMN_MOVED]


def shifted(each: BookSheet, to, *, gone: int = 0) -> BookSheet:
    """Return a sheet whose columns stand elsewhere."""
    rows = [
        replace(row, cells={to(c): v for c, v in row.cells.items() if c != gone})
        for row in each.rows
    ]
    return replace(each, rows=tuple(row for row in rows if row.cells))


def test_what_is_hidden_is_told():
    hidden = replace(
        MATRIX,
        is_visible=False,
        hidden_rows=Hidden(2, (3, 4)),
        hidden_columns=Hidden(60, (28,)),
    )

    sheet_told, rows, columns = found(ORIGINAL, with_sheet(1, hidden))

    assert sheet_told.kind == Alteration.SHEET_HIDDEN
    assert (rows.kind, rows.found) == (Alteration.ROWS_HIDDEN, "3, 4")
    assert (columns.kind, columns.found) == (Alteration.COLUMNS_HIDDEN, "60: AB…")


@given(st.permutations(range(2, 9)), st.integers(2, 8), st.integers(2, 4))
def test_an_edit_is_found_in_whatever_order_the_rows_stand(order, row, column):
    rows = list(POSTINGS.rows)
    rows[row] = replace(rows[row], cells={**rows[row].cells, column: cell("改")})
    changed = with_rows(2, rows[:2] + [rows[place] for place in order])

    edits = [e for e in found(ORIGINAL, changed) if e.kind == Alteration.CELL]

    assert [(each.key, each.found) for each in edits] == [(str(row - 1), "改")]


@given(st.sets(st.tuples(st.integers(2, 8), st.integers(2, 4)), min_size=1, max_size=9))
def test_as_many_edits_are_found_as_were_made(places):
    rows = list(POSTINGS.rows)
    for row, column in places:
        rows[row] = replace(rows[row], cells={**rows[row].cells, column: cell("改")})

    differences = found(ORIGINAL, with_rows(2, rows))

    assert {each.place for each in differences} == {
        place_of(row=row + 1, column=column) for row, column in places
    }
