"""The register in a real browser: pasted, typed, counted, handed in, reviewed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in

HAVENS = "新建渝工港湾"
UNION, OTHER_UNION = "忠县", "丰都县"
CLERK, OTHER_CLERK = "register-clerk", "register-other"
PASSWORD = "every-haven-has-a-name"
HAVEN = "白公祠渝工港湾"
BLOCK = (
    "名称\t统一代码\t地址\t日期\t备注\n"
    f"{HAVEN}\t\t忠州街道白公路8号\t2024/10/8\t\n"
    '"州屏环路\n渝工港湾"\t\t忠州街道州屏环路21号\t2024年10月12日\t"含""小哥""专区"\n'
)
MAKE_PEOPLE = f"""
from datetime import datetime
from uuid import uuid4
from progress_app.actions import items, submissions
from progress_app.models import Entry
from targets_app.models import ReportingPeriod
from unionplan.lib.dates import SHANGHAI
from unions_app.actions import create_person
from unions_app.models import Union
at = datetime(2024, 10, 28, 8, tzinfo=SHANGHAI)
people = {{
    short_name: create_person(
        username=name, name="演示·" + name, password={PASSWORD!r},
        grants=[("reporter", Union.objects.get(short_name=short_name).pk)],
        by_person_id=None, at=at)
    for name, short_name in {((CLERK, UNION), (OTHER_CLERK, OTHER_UNION))!r}
}}
other = submissions.start_submission(
    union=Union.objects.get(short_name={OTHER_UNION!r}),
    period=ReportingPeriod.objects.get(plan__year=2024, number=10),
    person_id=people[{OTHER_UNION!r}].pk, at=at)
entry = Entry.objects.select_related("submission__period").get(
    submission=other, target__name={HAVENS!r})
raw = {{"name": "忠县" + {HAVEN!r}, "address": "忠县忠州街道白公路8号",
        "happened_on": "2024-09-30"}}
items.add_item(entry=entry, raw=raw, person_id=people[{OTHER_UNION!r}].pk, at=at,
               client_key=uuid4())
entry.refresh_from_db()
raw = {{"quantity": "1", "note": "验收单原件存档"}}
submissions.save_cells(
    submission=other, cells=[submissions.CellInput(entry.pk, entry.version, raw)],
    person_id=people[{OTHER_UNION!r}].pk, at=at, client_key=uuid4())
submissions.submit(submission=other, person_id=people[{OTHER_UNION!r}].pk, at=at,
                   client_key=uuid4())
"""


@pytest.fixture(scope="module")
def people(product):
    """A clerk whose union has not begun October, and a twin handed in elsewhere."""
    product.shell(MAKE_PEOPLE)


@pytest.fixture
def clerk(people, open_page):
    """Open the grid as the clerk."""

    def opened(**options) -> Page:
        page = open_page(**options)
        sign_in(page, CLERK, PASSWORD)
        page.locator(".todo-period form button").click()
        expect(page.locator("[data-grid][data-ready]")).to_be_visible()
        return page

    return opened


def line(page: Page):
    return page.locator("[data-line]").filter(has_text=HAVENS)


def open_list(page: Page) -> None:
    line(page).locator(".line-register").click()
    expect(page.get_by_role("heading", name=HAVENS)).to_be_visible()


def paste(page: Page, text: str) -> None:
    """Paste a block as the clipboard gives it, and look at the preview."""
    page.locator("#paste summary").click()
    page.locator("#paste-text").fill(text)
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".items-preview")).to_be_visible()


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") == width


def test_a_list_walks_from_the_clerk_to_the_officer(clerk, open_page):
    page = clerk()
    open_list(page)
    paste(page, BLOCK)
    expect(page.locator(".items-preview tbody tr")).to_have_count(2)
    screenshot(page, "register-preview")
    page.get_by_role("button", name="登记这 2 项").click()
    expect(page.get_by_text("已登记 2 项。")).to_be_visible()

    # By hand, with the keyboard alone: the cursor stands in the first field.
    expect(page.locator("#add-name")).to_be_focused()
    for text in ("乌杨渝工港湾", "", "乌杨街道望江路3号", "2024-10-15"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已登记：乌杨渝工港湾")).to_be_visible()
    expect(page.get_by_text("1 项疑似重复")).to_be_visible()
    expect(
        page.get_by_text(f"疑似与 {OTHER_UNION} 2024年10月登记的一项")
    ).to_be_visible()
    screenshot(page, "register-list")

    page.get_by_role("link", name="回到填报").click()
    field = line(page).locator("input[name=quantity]")
    expect(field).to_have_value("3")
    expect(field).not_to_be_editable()
    expect(line(page).locator(".line-register")).to_contain_text("登记 3 项")
    # A warning has opened the words already where the year's share is small.
    if line(page).locator("[data-more]").get_attribute("aria-expanded") == "false":
        line(page).locator("[data-more]").click()
    line(page).locator("[data-field=note]").fill("名单见登记清单")
    line(page).locator("[data-field=note]").press("Tab")
    expect(line(page).locator("[data-saved]")).to_contain_text("已保存")
    screenshot(page, "register-grid")
    page.get_by_role("link", name="核对并提交").click()
    page.get_by_role("button", name="提交 1 项").click()
    expect(page.get_by_text("1 项已提交")).to_be_visible()
    review(open_page())


def review(officer: Page) -> None:
    """Open the entry from the desk, see the items with the twin, and accept."""
    sign_in(officer, "officer")
    officer.goto("/review/")
    filters = officer.locator("form.desk-filter")
    filters.get_by_label("指标").select_option(label=f"4.1.2-1 {HAVENS}")
    filters.get_by_label("单位").select_option(label=UNION)
    filters.get_by_role("button", name="筛选").click()
    officer.get_by_role("row", name=re.compile("2024年10月")).get_by_role(
        "link", name=HAVENS
    ).first.click()
    expect(officer.locator(".items-frame tbody tr")).to_have_count(3)
    expect(officer.locator(".items-frame .has-warning")).to_contain_text(
        f"疑似与 {OTHER_UNION} 2024年10月 “忠县{HAVEN}”相同"
    )
    expect(officer.get_by_text('含"小哥"专区')).to_be_visible()
    screenshot(officer, "register-review")
    assert fits(officer, 1366)
    assert_no_axe_violations(officer)
    officer.get_by_role("button", name="通过并入账").click()
    expect(officer.get_by_text("已通过并入账").first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_list_fits_and_is_accessible(clerk, watch, width, height):
    watch.allow("400")
    page = clerk(width=width, height=height)
    page.locator("[data-line]").filter(has_text="新建基层工会组织").locator(
        ".line-register"
    ).click()
    expect(page.locator("#add-name")).to_be_focused()
    assert fits(page, width)
    assert_no_axe_violations(page)

    page.locator("#add-name").fill(f"{width}公司工会")
    page.locator("#add-happened_on").fill("上月")
    page.locator("#add-happened_on").press("Enter")
    expect(page.locator("#add-name")).to_have_value(f"{width}公司工会")
    expect(page.locator(".field-error")).to_have_count(2)
    screenshot(page, f"register-errors-{width}")
    assert_no_axe_violations(page)

    page.locator("#add-identifier").fill(f"91500233MA{width}")
    page.locator("#add-happened_on").fill("2024-10-9")
    page.locator("#add-happened_on").press("Enter")
    row = page.locator("tbody tr").filter(has_text=f"{width}公司工会")
    row.get_by_text("撤下…").click()
    expect(row.get_by_role("button", name=re.compile("确认撤下"))).to_be_visible()
    screenshot(page, f"register-rows-{width}")
    assert fits(page, width)
    assert_no_axe_violations(page)

    row.get_by_role("link", name=re.compile("改")).click()
    expect(page.locator("#edit-name")).to_be_focused()
    paste(page, "甲工会\tA1\t\t2024-10-08\n乙工会\t\t\t十月")
    screenshot(page, f"register-paste-{width}")
    assert fits(page, width)
    assert_no_axe_violations(page)
