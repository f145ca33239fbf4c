"""The league and the leader's pins in a real browser: walked, narrow, accessible."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    back_to_chinese,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

HAVENS = "新建渝工港湾"


@pytest.fixture
def leader(page):
    sign_in(page, "leader")
    return page


def open_league(page: Page, group: str) -> None:
    page.goto(f"/league/?quarter=3&group={group}")
    expect(page.locator(".ranks tbody tr").first).to_be_visible()


def test_from_a_rank_to_what_it_is_made_of(leader):
    open_league(leader, "north_east")
    expect(leader.locator(".ranks tbody tr")).to_have_count(11)
    follow(leader, leader.get_by_role("link", name="名次由来 万州区"))

    expect(leader.get_by_role("heading", level=1)).to_have_text(
        "万州区总工会 · 第三季度"
    )
    points = leader.locator(".why tbody tr td:nth-last-child(2)").all_inner_texts()
    total = leader.locator(".why tfoot td:nth-last-child(2)").inner_text()
    hundredths = [int(text.replace(".", "")) for text in points]
    assert sum(hundredths) == int(total.replace(".", ""))


def test_a_target_is_pinned_and_let_go(leader):
    leader.goto("/cockpit/")
    row = leader.locator(".standings tr").filter(has_text=HAVENS)
    follow(leader, row.get_by_role("button", name=f"{HAVENS}：置顶"))
    strip = leader.locator(".pin-list")
    expect(strip.get_by_role("link", name=HAVENS)).to_be_visible()
    assert_no_axe_violations(leader)
    screenshot(leader, "pins")

    leader.reload()
    follow(leader, strip.get_by_role("button", name=f"{HAVENS}：取消置顶"))
    expect(strip).to_have_count(0)


@pytest.mark.parametrize("address", ["/league/?group=central", "/league/32/"])
@pytest.mark.parametrize("width", [390, 1366])
def test_it_fits_and_breaks_no_rule_of_accessibility(open_page, address, width):
    page = open_page(width=width, height=800)
    sign_in(page, "leader")
    page.goto(address)
    expect(page.locator("#appeal-title")).to_be_visible()

    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)


def test_it_speaks_english(leader):
    open_league(leader, "industrial")
    leader.get_by_role("button", name="English").click()
    expect(leader.locator("html")).to_have_attribute("lang", "en")
    expect(leader.locator("#appeal-title")).not_to_have_text("申诉说明")
    assert_no_axe_violations(leader)
    screenshot(leader, "league-en")
    leader.reload()
    back_to_chinese(leader)
