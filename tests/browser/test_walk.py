"""The main job, walked by its people in real browsers.

The clerk of 万州区 reports new havens; the department returns the figure once, with a
reason; the clerk corrects it; the department accepts; the cockpit and the target page
show the new sum within seconds; and the workbook, read back, holds it.
"""

import re

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.tools import follow, screenshot, sign_in

HAVENS = "新建渝工港湾"
UNION = "万州区"
FIRST, CORRECTED = "\uff12", "1"  # the first one in full width
REASON = "有两处是去年建成的，请核对后只报今年新建的"
FRESH_SECONDS = 5


def line(page: Page):
    """Return the line of the entry grid for new havens."""
    return page.locator("[data-line]").filter(has_text=HAVENS)


def open_return(clerk: Page) -> None:
    """Open October from the to-do page."""
    clerk.goto("/todo/")
    clerk.get_by_role("button", name=re.compile("填报 万州区 2024年10月")).click()
    expect(clerk.get_by_role("heading", name="万州区总工会")).to_be_visible()


def explain(clerk: Page, words: str) -> None:
    """Write into the note of the line, which a warning has opened."""
    note = line(clerk).locator("[data-field=note]")
    expect(line(clerk).locator("[data-warnings]")).to_contain_text("须附佐证")
    note.fill(words)
    note.press("Tab")
    expect(line(clerk).locator("[data-saved]")).to_contain_text("已保存")


def report(clerk: Page, figure: str, understood: str) -> None:
    """Type this period's figure, see it saved, and hand everything in."""
    field = line(clerk).locator("input[name=quantity]")
    field.fill(figure)
    field.press("Tab")
    expect(line(clerk).locator("[data-saved]")).to_contain_text("已保存")
    expect(field).to_have_value(understood)
    # The target asks for a file: without one, the note says what it rests on.
    explain(clerk, "验收单原件存档")
    clerk.get_by_role("link", name="核对并提交").click()
    clerk.get_by_role("button", name="提交 1 项").click()
    expect(clerk.get_by_text("1 项已提交")).to_be_visible()


def open_entry(officer: Page) -> None:
    """Open the clerk's figure from the department's desk."""
    officer.goto("/review/")
    filters = officer.locator("form.desk-filter")
    filters.get_by_label("指标").select_option(label=f"4.1.2-1 {HAVENS}")
    filters.get_by_label("单位").select_option(label=UNION)
    filters.get_by_role("button", name="筛选").click()
    officer.get_by_role("row", name=re.compile("2024年10月")).get_by_role(
        "link", name=HAVENS
    ).first.click()


def whole_number(text: str) -> int:
    """Return the figure of a text that is a figure and its unit."""
    return int(re.fullmatch(r"([\d,]+)\s*个", text.strip())[1].replace(",", ""))


def city_sum(leader: Page) -> int:
    """Read the city's figure off the target's page, opened from the cockpit."""
    leader.goto("/cockpit/")
    follow(leader, leader.get_by_role("link", name=HAVENS).first)
    return whole_number(leader.locator(".big-figure .made-of").inner_text())


def cockpit_sum(leader: Page) -> int:
    """Read the city's figure off the cockpit's table."""
    leader.goto("/cockpit/")
    row = leader.get_by_role("row").filter(
        has=leader.get_by_role("link", name=HAVENS, exact=True)
    )
    return whole_number(row.locator("td.number").first.inner_text())


def test_a_figure_walks_from_the_clerk_to_the_workbook(open_page, tmp_path):
    clerk, officer, leader = open_page(), open_page(), open_page()
    sign_in(clerk, "clerk")
    sign_in(officer, "officer")
    sign_in(leader, "leader")
    before = city_sum(leader)

    open_return(clerk)
    report(clerk, FIRST, "2")
    open_entry(officer)
    officer.get_by_label("退回原因").fill(REASON)
    officer.get_by_role("button", name="退回填报单位").click()
    expect(officer.get_by_text("已退回").first).to_be_visible()

    clerk.goto("/todo/")
    expect(clerk.get_by_text(REASON)).to_be_visible()
    screenshot(clerk, "walk-returned")
    open_return(clerk)
    report(clerk, CORRECTED, "1")
    open_entry(officer)
    screenshot(officer, "walk-review")
    officer.get_by_role("button", name="通过并入账").click()
    expect(officer.get_by_text("已通过").first).to_be_visible()

    expect_sum(leader, before + 1)
    screenshot(leader, "walk-target")
    assert cockpit_sum(leader) == before + 1
    workbook_holds(leader, before + 1, tmp_path)


def expect_sum(leader: Page, expected: int) -> None:
    """See the new sum on the target's page within seconds."""
    for _second in range(FRESH_SECONDS):
        if city_sum(leader) == expected:
            return
        leader.wait_for_timeout(1000)
    assert city_sum(leader) == expected


def workbook_holds(leader: Page, expected: int, tmp_path) -> None:
    """Ask for a workbook, wait for its progress to end, and read it back."""
    leader.goto("/exports/")
    leader.get_by_role("button", name="生成").click()
    link = leader.get_by_role("link", name="下载").first
    expect(link).to_be_visible(timeout=90_000)
    with leader.expect_download() as download:
        link.click()
    path = tmp_path / "book.xlsx"
    download.value.save_as(path)
    assert "演示数据" in download.value.suggested_filename
    book = load_workbook(path)
    targets = rows_by_header(book["指标"])
    assert [row["累计数"] for row in targets if row["指标名称"] == HAVENS] == [expected]
    postings = rows_by_header(book["入账记录"])
    newest = max(postings, key=lambda row: row["序号"])
    assert (newest["单位"], newest["指标名称"], newest["本期数"]) == (UNION, HAVENS, 1)


def rows_by_header(sheet) -> list[dict]:
    """Return a sheet's rows below its header (the row of the frozen pane) as dicts."""
    top = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
    rows = sheet.iter_rows(min_row=top, values_only=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows if any(row)]
