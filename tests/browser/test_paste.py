"""Blocks copied out of a spreadsheet and pasted into the grid."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid_page import (
    expect_all_saved,
    field,
    fill,
    line,
    make_reporters,
    names,
    october,
    open_grid,
    quantities_of,
    saved,
    typed,
)
from tests.browser.tools import assert_no_axe_violations

UNION, PERSON = "巫溪县", "grid-paste"
OWED = 26
HAVENS, SAFETY = "新建渝工港湾", "安康杯"
CELLS = {"ratio": "９０\t1,200", "milestone": "推进中"}  # noqa: RUF001
"""As spreadsheets hold them: full-width digits, thousands separators, a stage's name."""


@pytest.fixture(scope="module")
def people(product):
    make_reporters(product, UNION, (PERSON,))


@pytest.fixture
def grid(people, open_page):
    return partial(
        open_grid,
        open_page,
        person=PERSON,
        permissions=["clipboard-read", "clipboard-write"],
    )


def paste(page: Page, text: str, name: str, which: str = "quantity") -> None:
    """Copy a text as a spreadsheet does, and paste it with the keyboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field(page, name, which).focus()
    page.keyboard.press("Control+v")


def told(page: Page):
    return page.locator("[data-paste-words]")


def press(page: Page, button: str) -> None:
    page.locator(f"[data-paste-{button}]").click()


def kinds(page: Page) -> list[str]:
    return page.locator("[data-line]").evaluate_all(
        "all => all.map(each => each.dataset.kind)"
    )


def block(page: Page) -> str:
    """Return a row for every line: a figure that tells which line it is meant for."""
    rows = [CELLS.get(kind, f"{i + 1}") for i, kind in enumerate(kinds(page))]
    return "\r\n".join(rows) + "\r\n"


def test_a_block_of_all_lines_is_shown_first_then_filled_in_then_saved(grid, product):
    page = grid()
    before, counted = typed(page), kinds(page)
    assert len(counted) == OWED
    fields = OWED + counted.count("ratio")

    first = page.locator("[data-fields] [data-field]").first
    page.evaluate("text => navigator.clipboard.writeText(text)", block(page))
    first.focus()
    page.keyboard.press("Control+v")
    expect(told(page)).to_have_text(f"{fields} 格将填入")
    assert typed(page) == before
    expect(page.locator(".will-fill")).to_have_count(fields)
    assert_no_axe_violations(page)
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(f"已填入 {fields} 格")
    expect(first).to_be_focused()

    expect_all_saved(page)
    expect(page.locator("[data-filled]")).to_have_text(str(OWED))
    page.reload()
    rows = dict(zip(names(page), counted, strict=True))
    meant = {
        name: str(i + 1) if kind in {"flow", "stock"} else ""
        for i, (name, kind) in enumerate(rows.items())
    }
    assert quantities_of(product, UNION) == meant
    now = typed(page)
    ratios = [name for name, kind in rows.items() if kind == "ratio"]
    assert {now[f"{name} numerator"] for name in ratios} == {"90"}
    assert {now[f"{name} denominator"] for name in ratios} == {"1200"}
    stages = {now[f"{name} stage"] for name in rows if rows[name] == "milestone"}
    assert stages == {"under_way"}


def test_what_was_pasted_is_taken_back_but_not_what_was_typed_after(grid):
    page = grid()
    first, second, third = flows_in_a_row(page)
    before = typed(page)
    paste(page, "３１\n32\n33", first)  # noqa: RUF001
    press(page, "apply")
    expect_all_saved(page)
    expect(field(page, first)).to_be_focused()
    fill(page, second, "77")
    expect(saved(page, second)).to_contain_text("已保存")

    press(page, "undo")

    expect(told(page)).to_have_text("已撤销 2 格，1 格填入后又改过，保持现在的内容")
    expect_all_saved(page)
    page.reload()
    after = {f"{second} quantity": "77"}
    assert typed(page) == before | after
    assert before[f"{third} quantity"] != "33"


def flows_in_a_row(page: Page) -> list[str]:
    """Return three lines, one under another, that take a whole figure each."""
    told_kinds, told_names = kinds(page), names(page)
    for i in range(len(told_kinds) - 2):
        if set(told_kinds[i : i + 3]) <= {"flow", "stock"}:
            return told_names[i : i + 3]
    raise AssertionError(told_kinds)


def test_breaks_in_a_cell_blanks_and_what_has_no_place(grid):
    page = grid()
    first, second, third = flows_in_a_row(page)
    fill(page, second, "5")
    expect_all_saved(page)

    paste(page, '"41\n(核)"\t\n\t多出的\n43\t', first)
    expect(told(page)).to_have_text(
        "2 格将填入，3 个空白格不改动，1 格没有地方填，已列在下面"
    )
    page.locator("[data-paste-list] summary").click()
    rows = page.locator("[data-paste-list] tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("复制内容第 2 行第 2 列")
    assert_no_axe_violations(page)
    press(page, "apply")

    error = line(page, first).locator("[data-error=quantity]")
    expect(error).to_contain_text("没有看懂这个数")
    expect(field(page, second)).to_have_value("5")
    expect(saved(page, third)).to_contain_text("已保存")
    expect(field(page, third)).to_have_value("43")
    fill(page, first, "41")
    expect_all_saved(page)


def test_escape_leaves_everything_as_it_was(grid):
    page = grid()
    first = flows_in_a_row(page)[0]
    before = typed(page)

    paste(page, "901\n902", first)
    page.keyboard.press("Escape")

    expect(page.locator("[data-paste]")).to_be_hidden()
    expect(field(page, first)).to_be_focused()
    expect(page.locator(".will-fill")).to_have_count(0)
    assert typed(page) == before


def test_one_cell_is_pasted_as_ever(grid):
    page = grid()

    paste(page, "  1,203\r\n", HAVENS)

    expect(page.locator("[data-paste]")).to_be_hidden()
    value = field(page, HAVENS).input_value()
    assert "1,203" in value
    fill(page, HAVENS, "3")
    expect_all_saved(page)


def test_lines_in_sight_count_and_no_figure_slips_to_a_neighbour(grid, product):
    page = grid()
    first, second, third = flows_in_a_row(page)
    hand_in = f"rows.filter(target__name={second!r}).update(state='submitted')"
    before = quantities_of(product, UNION)
    product.shell(october(UNION) + hand_in)
    page.reload()
    expect(page.locator("[data-grid][data-ready]")).to_be_visible()

    paste(page, "51\n52\n53", first)
    expect(told(page)).to_contain_text("2 格将填入，1 格没有地方填")
    press(page, "apply")
    expect_all_saved(page)

    meant = before | {first: "51", third: "53"}
    assert quantities_of(product, UNION) == meant
    line(page, second).evaluate("body => body.classList.add('is-hidden')")
    paste(page, "61\n63", first)
    expect(told(page)).to_have_text("2 格将填入")
    press(page, "apply")
    expect_all_saved(page)
    assert quantities_of(product, UNION) == meant | {first: "61", third: "63"}
    product.shell(october(UNION) + hand_in.replace("submitted", "draft"))


def test_a_cell_for_a_line_without_such_a_thing_has_no_place(grid):
    page = grid()
    first, second, _third = flows_in_a_row(page)
    line(page, second).get_by_label("本期无此项").first.check()
    fill(page, second, "本月未开展", "reason")
    expect_all_saved(page)

    paste(page, "71\n72", first)
    expect(told(page)).to_contain_text("1 格将填入，1 格没有地方填")
    press(page, "cancel")

    line(page, second).get_by_label("本期无此项").first.uncheck()
    expect_all_saved(page)
