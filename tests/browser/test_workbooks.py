"""The form, from the download to the grid that shows what was written."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

UNION, CLERK, PASSWORD = "云阳县", "form-clerk", "a-form-on-a-slow-train"
HAVENS, PENSION, RATE = "新建渝工港湾", "参加互助保障的职工", "建会率"
QUANTITY, NUMERATOR, DENOMINATOR, NOTE = 6, 7, 8, 11
MAKE_CLERK = f"""
from django.utils import timezone
from unions_app.actions import create_person
from unions_app.models import Union
union = Union.objects.get(short_name={UNION!r})
create_person(username={CLERK!r}, name="演示·填表人", password={PASSWORD!r},
              grants=[("reporter", union.pk)], by_person_id=None, at=timezone.now())
"""


@pytest.fixture(scope="module")
def clerk(product):
    """Somebody who fills in for a union that has not begun October."""
    product.shell(MAKE_CLERK)


@pytest.fixture
def grid(clerk, open_page):
    """Open the clerk's grid."""

    def opened(**options) -> Page:
        page = open_page(**options)
        sign_in(page, CLERK, PASSWORD)
        page.locator(".todo-period").first.get_by_role("button").or_(
            page.locator(".todo-period").first.locator(".todo-action a")
        ).first.click()
        expect(page.locator("[data-grid][data-ready]")).to_be_visible()
        return page

    return opened


def downloaded(page: Page, name: str, path: Path) -> Workbook:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    download.value.save_as(path)
    return load_workbook(path)


def fill(book: Workbook, values: dict[tuple[str, int], object]) -> list[str]:
    """Fill in cells by target and column; return their addresses."""
    sheet = book.worksheets[0]
    rows = {
        str(sheet.cell(row, 2).value).split("\n")[0]: row
        for row in range(5, sheet.max_row + 1)
    }
    places = []
    for (target, column), value in values.items():
        cell = sheet.cell(rows[target], column)
        cell.value = value
        places.append(cell.coordinate)
    return places


def upload(page: Page, book: Workbook, path: Path) -> None:
    book.save(path)
    follow(page, page.get_by_role("link", name="上传填报表"))
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()


def typed(page: Page, target: str, field: str):
    line = page.locator("[data-line]").filter(
        has=page.locator(".definition-button", has_text=target)
    )
    return line.locator(f"[data-field={field}]")


def test_two_faults_are_marked_and_nothing_is_written(grid, tmp_path):
    page = grid()
    book = downloaded(page, "下载填报表", tmp_path / "form.xlsx")
    values = {(HAVENS, QUANTITY): "三个", (RATE, NUMERATOR): -1, (PENSION, QUANTITY): 9}
    places = fill(book, values)

    upload(page, book, tmp_path / "filled.xlsx")

    expect(page.get_by_role("heading", name="2 处要先改好")).to_be_visible()
    faults = page.locator("[data-fault]")
    assert [faults.nth(n).get_attribute("data-fault") for n in (0, 1)] == places[:2]
    expect(page.get_by_role("button", name="确认写入")).to_have_count(0)
    assert_no_axe_violations(page)
    screenshot(page, "upload-faults-1366")
    marked = downloaded(page, "下载标出问题的填报表", tmp_path / "marked.xlsx")
    cell = marked.worksheets[0][places[0]]
    assert cell.value == "三个"
    assert "没有看懂这个数" in cell.comment.text
    page.get_by_role("link", name=re.compile(UNION)).first.click()
    expect(typed(page, HAVENS, "quantity")).to_have_value("")
    expect(typed(page, PENSION, "quantity")).to_have_value("")


def test_a_filled_in_form_is_previewed_confirmed_and_seen_in_the_grid(grid, tmp_path):
    page = grid()
    book = downloaded(page, "下载填报表", tmp_path / "form.xlsx")
    values = {
        (HAVENS, QUANTITY): 3,
        (PENSION, QUANTITY): "20万",
        (RATE, NUMERATOR): 30,
        (RATE, DENOMINATOR): 40,
        (HAVENS, NOTE): "在火车上填的",
    }
    fill(book, values)

    upload(page, book, tmp_path / "filled.xlsx")

    expect(page.get_by_role("heading", name="5 处改动")).to_be_visible()
    expect(page.locator("[data-change]")).to_have_count(5)
    assert_no_axe_violations(page)
    screenshot(page, "upload-preview-1366")
    page.get_by_role("button", name="确认写入 5 处改动").click()
    expect(page.get_by_text("已写入 3 项")).to_be_visible()
    expect(typed(page, HAVENS, "quantity")).to_have_value("3")
    expect(typed(page, PENSION, "quantity")).to_have_value("200000")
    expect(typed(page, RATE, "numerator")).to_have_value("30")
    expect(typed(page, HAVENS, "note")).to_have_value("在火车上填的")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_the_screens_fit(grid, tmp_path, width, height):
    page = grid(width=width, height=height)
    screenshot(page, f"upload-grid-{width}")
    book = downloaded(page, "下载填报表", tmp_path / "form.xlsx")
    fill(book, {(HAVENS, QUANTITY): "x", (PENSION, QUANTITY): 12})
    follow(page, page.get_by_role("link", name="上传填报表"))
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"upload-{width}")
    page.go_back()
    upload(page, book, tmp_path / "filled.xlsx")
    expect(page.locator("[data-fault]")).to_have_count(1)
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"upload-both-{width}")


def test_a_file_that_is_no_form_is_told_on_the_page(grid, watch, tmp_path):
    watch.allow("422")
    page = grid()
    follow(page, page.get_by_role("link", name="上传填报表"))
    path = tmp_path / "list.xlsx"
    Workbook().save(path)
    page.locator("input[type=file]").set_input_files(path)

    page.get_by_role("button", name="上传并核对").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("这不是从平台下载的填报表")
    expect(alert).to_contain_text("什么都没有写入")
    assert_no_axe_violations(page)
    screenshot(page, "upload-refused-1366")
