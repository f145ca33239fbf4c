"""The wall in a real browser: it fits, keeps itself fresh, and says when it cannot."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    back_to_chinese,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

LARGE = {"width": 1920, "height": 1080}


@pytest.fixture
def wall(open_page) -> Page:
    page = open_page(**LARGE)
    sign_in(page, "leader")
    page.goto("/cockpit/wall/")
    page.locator("body[data-wall=ready]").wait_for()
    return page


def ask(page: Page) -> None:
    """Let the wall ask at once, as it does when the connection comes back."""
    asked = page.locator("body").get_attribute("data-asked")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    body = page.locator("body")
    expect(body).not_to_have_attribute("data-asked", asked, timeout=15000)


def trouble(page: Page, kind: str):
    return page.locator(f"[data-wall-trouble={kind}]")


def test_everything_is_on_one_screen(wall):
    sizes = wall.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert sizes == [1920, 1080]
    expect(wall.locator(".wall-demo")).to_contain_text("演示数据")
    expect(wall.locator(".wall .tile")).to_have_count(41)
    for part in (".tally", ".wall-area-list", ".wall-board", ".wall-curve"):
        expect(wall.locator(part)).to_be_in_viewport(ratio=1)
    expect(wall.locator(".wall-provenance")).to_be_in_viewport(ratio=1)
    assert wall.locator(".wall-watch-list > li").count() >= 5
    assert_no_axe_violations(wall)
    screenshot(wall, "wall")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_smaller_screen_shows_the_same_and_scrolls(open_page, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "leader")
    page.goto("/cockpit/wall/")

    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)


def test_it_is_one_click_from_the_cockpit_and_back(open_page):
    page = open_page()
    sign_in(page, "leader")
    page.get_by_role("link", name="大屏").click()
    expect(page).to_have_url(re.compile("/cockpit/wall/$"))
    page.get_by_role("link", name="返回驾驶舱").click()
    expect(page).to_have_url(re.compile("/cockpit/$"))


def test_nothing_is_sent_again_while_nothing_changed(wall):
    statuses = []
    wall.on("response", lambda response: statuses.append(response.status))
    ask(wall)

    assert statuses == [304]
    expect(trouble(wall, "lost")).to_be_hidden()


def test_what_changed_is_shown_without_a_touch(wall, product):
    wall.evaluate("document.querySelector('.wall .tally b').textContent = 'old'")
    product.shell(
        "from unions_app.actions import record, Happening;"
        "from unions_app.queries import current_installation, portal_time;"
        "from django.utils import timezone;"
        "record(happenings=[Happening(action='unions.reminded', subject='wall:1')],"
        " person_id=None, at=portal_time(installation=current_installation(),"
        " at=timezone.now()))"
    )
    ask(wall)

    expect(wall.locator(".wall .tally b").first).not_to_have_text("old")


def test_a_lost_connection_is_told_and_the_figures_stay(wall, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    told = wall.locator(".wall .tally").inner_text()
    since = wall.locator("[data-wall-told]").inner_text()
    wall.context.set_offline(True)
    ask(wall)

    expect(trouble(wall, "lost")).to_contain_text(f"连接中断：下面是 {since} 的数")
    assert wall.locator(".wall .tally").inner_text() == told
    assert_no_axe_violations(wall)
    screenshot(wall, "wall-lost")
    wall.context.set_offline(False)
    ask(wall)
    expect(trouble(wall, "lost")).to_be_hidden()
    expect(wall.locator("[data-wall-fresh]")).to_be_visible()


def test_an_ended_session_is_told(wall):
    wall.context.clear_cookies()
    ask(wall)

    expect(trouble(wall, "ended")).to_contain_text("登录已失效")
    expect(wall.locator(".wall .tile")).to_have_count(41)
    wall.get_by_role("link", name="重新登录").click()
    expect(wall.locator("input[name=login]")).to_be_visible()


def test_english_fits_too(wall):
    wall.goto("/cockpit/")
    wall.get_by_role("button", name="English").click()
    wall.locator("html[lang=en]").wait_for()
    wall.goto("/cockpit/wall/")
    height = wall.evaluate("document.documentElement.scrollHeight")
    assert_no_axe_violations(wall)
    wall.goto("/cockpit/")
    back_to_chinese(wall)

    assert height == 1080
