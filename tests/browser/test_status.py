"""An officer reminds a union from the matrix; its clerk is told in the portal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    back_to_chinese,
    follow,
    screenshot,
    sign_in,
)

PERIOD, WORDS = "2024年9月", "请于今日下班前联系我们补报"
LATE = """
from progress_app.models import Entry, Submission
from unions_app.models import Union
late = [
    union for union in Union.objects.filter(kind="territorial")
    if not Submission.objects.filter(union=union, period__number=9).exists()
]
from unions_app.models import Person
person = Person.objects.get(memberships__union=late[0], memberships__role="reporter")
person.set_password("late-clerk-2024")
person.save()
print(late[0].short_name, person.username)
"""


@pytest.fixture
def late(product) -> tuple[str, str]:
    """Return an overdue union and its clerk, who can sign in now."""
    union, username = product.shell(LATE).split()
    return union, username


def row_of(page: Page, union: str):
    """Return the union's row of the matrix."""
    name = page.get_by_role("link", name=union, exact=True)
    return page.locator("tr").filter(has=name)


def test_an_officer_reminds_an_overdue_union_and_its_clerk_is_told(open_page, late):
    union, username = late
    officer, clerk = open_page(), open_page()
    sign_in(officer, "officer")
    officer.get_by_role("link", name="报送情况").first.click()
    row_of(officer, union).get_by_role(
        "link", name=re.compile(f"逾期未报.*{PERIOD}")
    ).click()

    chosen = officer.get_by_role("checkbox", checked=True)
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_accessible_name(union)
    assert "已锁定" in officer.get_by_label("催报内容").input_value()
    assert_no_axe_violations(officer)
    officer.get_by_label("催报内容").fill(WORDS)
    officer.get_by_role("button", name="发出催报").click()
    expect(officer.get_by_text("已提醒 1 个单位。")).to_be_visible()

    sign_in(clerk, username, "late-clerk-2024")
    notices = clerk.get_by_role("link", name=re.compile(r"消息\s*\d+ 条未读"))
    expect(notices).to_be_visible()
    notices.click()
    told = clerk.get_by_role("listitem").filter(has_text=f"催报：{union} · {PERIOD}")
    expect(told).to_contain_text(WORDS)
    assert_no_axe_violations(clerk)
    screenshot(clerk, "notices")
    told.get_by_role("button", name="去办理").click()
    expect(clerk.get_by_role("heading", name="本期待办")).to_be_visible()
    expect(clerk.get_by_role("link", name=re.compile("条未读"))).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_matrix_stays_inside_its_frame_with_its_first_column(
    open_page, width, height
):
    page = open_page(width=width, height=height)
    sign_in(page, "officer")
    page.goto("/status/")
    frame = page.locator(".status-frame")
    first = page.locator(".status-matrix tbody th[scope=row]").nth(3)
    before = first.bounding_box()["x"]
    frame.evaluate("frame => { frame.scrollLeft = 2000; }")

    assert first.bounding_box()["x"] == pytest.approx(before, abs=1.5)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    frame.evaluate("frame => { frame.scrollLeft = 0; }")
    screenshot(page, f"status-{width}")
    assert_no_axe_violations(page)
    page.goto("/status/")
    follow(page, page.locator(".status-remind").last)
    screenshot(page, f"remind-{width}")


def test_the_matrix_in_english(open_page):
    page = open_page()
    sign_in(page, "leader")
    page.goto("/status/")
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="Reporting status")).to_be_visible()
    expect(page.locator(".status-remind")).to_have_count(0)
    assert_no_axe_violations(page)
    screenshot(page, "status-en")
    back_to_chinese(page)
