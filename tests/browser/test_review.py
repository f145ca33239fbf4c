"""The desks in a real browser: keys, two officers at once, and the approver."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, follow, sign_in


def open_first(page: Page) -> None:
    """Open the first entry that waits for the department."""
    page.goto("/review/")
    follow(page, page.locator("tbody th a").first)
    expect(page.locator("[data-accept]")).to_be_visible()


def test_the_queue_is_walked_by_key(page):
    sign_in(page, "officer")
    open_first(page)
    first = page.url

    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    expect(page.get_by_text(re.compile(r"第 2 / \d+ 项"))).to_be_visible()
    page.keyboard.press("k")
    page.wait_for_url(first)
    expect(page.get_by_text(re.compile(r"第 1 / \d+ 项"))).to_be_visible()
    page.keyboard.press("r")

    expect(page.get_by_label("退回原因")).to_be_focused()
    page.keyboard.type("ja")
    assert page.url == first


def test_a_return_without_a_reason_is_told_in_our_words(page, watch):
    watch.allow("400|422")
    sign_in(page, "officer")
    open_first(page)

    page.get_by_role("button", name="退回填报单位").click()

    error = page.locator(".review-return .field-error")
    expect(error).to_have_text("请写明退回原因，填报人才知道怎样改")
    expect(page.get_by_label("退回原因")).to_have_attribute("aria-invalid", "true")


def test_ready_words_go_behind_what_was_written(page):
    sign_in(page, "officer")
    open_first(page)
    reason = page.get_by_label("退回原因")

    reason.fill("第3行。")
    page.get_by_role("button", name="与口径不符").click()

    expect(reason).to_have_value("第3行。\n与口径不符，请对照“口径”核对后重填。")
    expect(reason).to_be_focused()
    assert_no_axe_violations(page)


def test_keys_can_be_turned_off(page):
    sign_in(page, "officer")
    open_first(page)
    first = page.url

    page.get_by_label("快捷键").uncheck()
    page.keyboard.press("j")
    page.reload()
    expect(page.get_by_label("快捷键")).not_to_be_checked()
    page.keyboard.press("j")
    page.wait_for_timeout(500)

    assert page.url == first


def test_a_decision_taken_twice_is_told_with_both_values(open_page, watch):
    watch.allow("409")
    page = open_page()
    sign_in(page, "officer")
    open_first(page)
    late = page.context.new_page()
    late.goto(page.url)
    here = page.url

    page.keyboard.press("a")
    page.wait_for_url(lambda url: url != here)
    expect(page.get_by_text("已通过并入账。")).to_be_visible()
    late.keyboard.press("a")

    expect(late.get_by_text("您打开页面之后，此项又有改动")).to_be_visible()
    expect(late.get_by_text("您看到的")).to_be_visible()
    assert_no_axe_violations(late)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_officers_screens_fit_and_are_accessible(open_page, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "officer")

    page.goto("/review/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_no_axe_violations(page)
    open_first(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_no_axe_violations(page)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_approvers_screens_fit_and_are_accessible(open_page, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "approver")

    assert_no_axe_violations(page)
    page.get_by_role("link", name=re.compile("打开审核")).first.click()
    page.locator(".row-return summary").first.click()
    expect(page.get_by_label("退回原因").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_no_axe_violations(page)
