"""Two moments compared in a real browser: from the target's page to its bridge."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in

MEMBERS = "发展工会会员"
START = "/compare/?from=2024-08-31&to="


def is_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.fixture
def leader(page):
    sign_in(page, "leader")
    return page


def test_from_the_list_to_a_bridge_that_is_drawn(leader):
    leader.goto(START)
    expect(leader.locator(".compared")).to_be_visible()
    assert_no_axe_violations(leader)
    leader.get_by_role("link", name=MEMBERS, exact=True).click()

    expect(leader.get_by_role("heading", level=1)).to_have_text(MEMBERS)
    expect(leader.locator(".bridge-sentence")).to_contain_text("按期报送 +")
    expect(leader.locator("[data-waterfall][data-drawn] canvas")).to_be_visible()
    expect(leader.locator(".bridge-table tfoot")).to_contain_text("差额合计")
    assert_no_axe_violations(leader)
    screenshot(leader, "compare")


def test_a_targets_page_leads_to_its_comparison(leader):
    leader.goto(START)
    leader.get_by_role("link", name=MEMBERS, exact=True).click()
    expect(leader.locator(".bridge-sentence")).to_be_visible()
    leader.get_by_role("link", name="指标页", exact=True).click()
    expect(leader.locator(".big-figure")).to_be_visible()
    leader.get_by_role("link", name="与上期末比较").click()

    expect(leader.locator(".bridge-sentence")).to_be_visible()
    expect(leader).to_have_url(re.compile(r"/compare/\?from=2024-09-30&to=&target="))


def test_a_wrong_moment_is_told_and_stays(leader, watch):
    watch.allow("400")
    leader.goto(START)
    expect(leader.locator(".compared")).to_be_visible()
    leader.get_by_label("此后时点").fill("下周")
    leader.get_by_role("button", name="开始比较").click()

    expect(leader.locator(".field-error")).to_contain_text("没有看懂这个时点")
    expect(leader.get_by_label("此后时点")).to_have_value("下周")
    assert_no_axe_violations(leader)


def test_both_pages_fit_a_phone(open_page):
    phone = open_page(width=390, height=844)
    sign_in(phone, "leader")
    phone.goto(START)
    expect(phone.locator(".compared")).to_be_visible()
    wide = [is_wider_than_the_screen(phone)]
    phone.get_by_role("link", name=MEMBERS, exact=True).click()
    expect(phone.locator("[data-waterfall][data-drawn] canvas")).to_be_visible()
    wide.append(is_wider_than_the_screen(phone))

    assert wide == [False, False]
    assert_no_axe_violations(phone)
