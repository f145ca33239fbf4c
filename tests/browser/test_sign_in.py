"""Everybody gets in, and the shell is clean."""

import pytest
from playwright.sync_api import expect

from progress_app.management.demo_people import SIGN_INS
from tests.browser.tools import assert_no_axe_violations, sign_in


def test_sign_in_page(page):
    page.goto("/sign-in/")

    assert page.title().startswith("登录")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert_no_axe_violations(page)


def test_what_is_left_empty_is_told_beside_it(page, watch):
    watch.allow("400")
    page.goto("/sign-in/")

    page.get_by_role("button", name="登录").click()

    errors = page.locator("form .field-error")
    expect(errors).to_have_text(["请输入用户名", "请输入密码"])
    assert_no_axe_violations(page)


@pytest.mark.parametrize("username", [person.username for person in SIGN_INS])
def test_everybody_signs_in(page, username):
    sign_in(page, username)

    assert page.locator("main h1").count() == 1
