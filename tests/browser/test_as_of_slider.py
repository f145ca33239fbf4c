"""The slider of past moments in a real browser: keys, words, where it leads."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    sign_in,
)

SHOW = "看这一时点"


@pytest.fixture
def slider(page: Page):
    sign_in(page, "leader")
    page.get_by_text("查看历史时点").click()
    found = page.get_by_role("slider")
    expect(found).to_be_visible()
    return found


def test_keys_move_it_and_it_says_where_it_stands(page, slider):
    told = page.locator("[data-as-of-told]")
    expect(told).to_have_text("现在")

    slider.press("ArrowLeft")
    expect(told).to_have_text("2024年10月5日（9月报送截止）")
    expect(slider).to_have_attribute("aria-valuetext", "2024年10月5日（9月报送截止）")
    slider.press("Home")
    expect(told).to_have_text("2024年1月31日（月末）")
    slider.press("End")
    expect(told).to_have_text("现在")
    assert_no_axe_violations(page)


def test_it_leads_to_a_past_moment_and_back_to_now(page, slider):
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    follow(page, page.get_by_role("button", name=SHOW))

    expect(page).to_have_url(re.compile(r"as_of=2024-09-30"))
    expect(page.locator(".as-of-past")).to_contain_text("2024年9月30日")
    again = page.get_by_role("slider")
    expect(page.locator("[data-as-of-told]")).to_have_text("2024年9月30日")
    again.press("End")
    follow(page, page.get_by_role("button", name=SHOW))
    expect(page).to_have_url(re.compile(r"/cockpit/\??$"))
    expect(page.locator(".as-of-past")).to_have_count(0)


def test_it_keeps_what_else_was_asked(page, slider):
    page.goto("/cockpit/?tiles=coverage")
    page.get_by_text("查看历史时点").click()
    page.get_by_role("slider").press("Home")
    follow(page, page.get_by_role("button", name=SHOW))

    expect(page).to_have_url(re.compile(r"tiles=coverage&as_of=2024-01-31"))


def test_it_fits_a_phone(open_page):
    phone = open_page(width=390, height=844)
    sign_in(phone, "leader")
    phone.get_by_text("查看历史时点").click()
    expect(phone.get_by_role("slider")).to_be_visible()

    assert not is_wider_than_the_screen(phone)
    assert_no_axe_violations(phone)


def test_without_a_script_the_days_field_is_there(open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "leader")
    page.get_by_text("查看历史时点").click()

    expect(page.get_by_label("截至哪一天（当天24时）")).to_be_visible()
    expect(page.get_by_role("slider")).to_be_hidden()
