"""Access tokens in a real browser: made, shown once, used, revoked; narrow, accessible."""

import re

import pytest
from playwright.sync_api import Page, expect

from progress_app.management.demo_people import PASSWORD
from tests.browser.tools import (
    assert_no_axe_violations,
    back_to_chinese,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)


def make(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/tokens/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(password)
    follow(page, page.get_by_role("button", name=re.compile("新建令牌|Make a token")))


def test_a_token_is_made_used_and_revoked(page, watch):
    watch.allow("status of 400")
    sign_in(page, "clerk")
    follow(page, page.get_by_role("link", name="修改密码"))
    follow(page, page.get_by_role("link", name=re.compile("访问令牌")))
    make(page, "月报系统", password="不是密码")
    expect(page.get_by_text("密码不正确")).to_be_visible()

    make(page, "月报系统")
    secret = page.get_by_label("令牌密文").input_value()
    assert re.fullmatch(r"upt_[\w-]{43}", secret)
    assert_no_axe_violations(page)
    screenshot(page, "token-made")
    headers = {"Authorization": f"Bearer {secret}"}
    told = page.request.get("/api/v1/unions/", headers=headers)
    assert [row["short_name"] for row in told.json()["results"]] == ["万州区"]

    page.goto("/tokens/")
    assert secret not in page.content()
    row = page.get_by_role("row").filter(has_text="月报系统")
    follow(page, row.get_by_role("button", name="撤销 月报系统"))
    expect(row).to_contain_text("撤销")
    assert page.request.get("/api/v1/unions/", headers=headers).status == 401


@pytest.mark.parametrize("width", [390, 1366])
def test_it_fits_and_breaks_no_rule_of_accessibility(open_page, width):
    page = open_page(width=width, height=800)
    sign_in(page, "leader")
    page.goto("/tokens/")
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"tokens-{width}")
    if page.locator("[data-menu-toggle]").is_visible():
        page.locator("[data-menu-toggle]").click()
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("Access tokens")
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"tokens-{width}-en")
    back_to_chinese(page)
