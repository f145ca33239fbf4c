"""The shell in a real browser: menu, language, sign-out, pages for what went wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    sign_in,
)

PHONE = {"width": 390, "height": 844}


def test_the_menu_opens_on_a_phone_and_closes_with_escape(open_page):
    page = open_page(**PHONE)
    sign_in(page, "officer")
    button = page.get_by_role("button", name="菜单")
    entry = page.get_by_role("navigation").get_by_role("link", name="驾驶舱")
    assert not entry.is_visible()

    button.click()
    expect(entry).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert_no_axe_violations(page)

    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    assert button.get_attribute("aria-expanded") == "false"


def test_the_menu_marks_where_one_is(page):
    sign_in(page, "leader")
    page.goto("/cockpit/")

    here = page.locator(".menu-list [aria-current=page]")

    assert here.all_inner_texts() == ["驾驶舱"]


def test_the_first_tab_leads_past_the_menu(page):
    sign_in(page, "leader")
    page.goto("/password/")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_signing_out_leaves_nothing_unsent_on_a_shared_computer(page):
    sign_in(page, "clerk")
    page.evaluate("sessionStorage.setItem('unionplan:draft:1', '12')")

    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/")

    assert "unionplan:draft:1" not in page.evaluate("Object.keys(sessionStorage)")
    page.goto("/todo/")
    assert page.url.endswith("/sign-in/?next=/todo/")


def test_the_language_changes_in_place_and_back(page):
    page.goto("/sign-in/?next=/todo/")

    follow(page, page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/sign-in/?next=/todo/")
    assert_no_axe_violations(page)

    follow(page, page.get_by_role("button", name="简体中文"))
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, PHONE], ids=str)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/password/", 200), ("/no-role/", 200), ("/nowhere/", 404), ("/admin/", 403)],
)
def test_pages_of_the_shell_fit_and_are_accessible(
    open_page, watch, size, address, status
):
    watch.allow(rf"status of {status}")
    page = open_page(**size)
    sign_in(page, "leader")

    answer = page.goto(address)

    assert answer.status == status
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)


def test_a_form_from_a_page_left_open_keeps_what_was_typed(page, watch):
    watch.allow("status of 403")
    page.goto("/sign-in/")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", "some password")
    page.context.clear_cookies()

    follow(page, page.locator("main button[type=submit]"))
    expect(page.get_by_role("heading", name="页面已过期")).to_be_visible()
    assert_no_axe_violations(page)

    page.go_back()
    assert page.input_value("[name=login]") == "clerk"


def test_a_page_prints_without_its_menu(page):
    sign_in(page, "leader")
    page.goto("/password/")

    page.emulate_media(media="print")

    assert not page.locator(".menu").is_visible()
    assert page.locator("main h1").is_visible()
    assert page.get_by_text("演示数据").first.is_visible()
