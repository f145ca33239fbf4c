"""My progress as its people see it: on a desk, on a phone, on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in

REPORTER = "clerk"


def open_progress(open_page, **options) -> Page:
    page = open_page(**options)
    sign_in(page, REPORTER)
    page.goto("/progress/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的进度")
    return page


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_it_fits_and_is_accessible(open_page, width, height):
    page = open_progress(open_page, width=width, height=height)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    screenshot(page, f"progress-{width}")
    assert_no_axe_violations(page)
    drawn = page.locator("svg.spark")
    boxes = drawn.evaluate_all("all => all.map(each => each.clientWidth > 60)")
    assert len(boxes) > 10
    assert all(boxes)


def test_every_curve_is_told_in_words_and_every_row_has_its_sentence(open_page):
    page = open_progress(open_page)

    told = page.locator("svg.spark").evaluate_all(
        "all => all.map(each => each.getAttribute('aria-label'))"
    )
    assert all(text.startswith("逐月进展：") for text in told)
    assert any("2024年9月" in text for text in told)
    said = page.locator(".progress-words > p:first-child").all_inner_texts()
    assert len(said) == page.locator(".progress-row").count()
    assert all(text.strip() for text in said)
    expect(page.locator(".progress-peers").first).to_contain_text("中位数")


def test_it_prints_without_the_menu_and_keeps_rows_whole(open_page):
    page = open_progress(open_page)

    page.emulate_media(media="print")

    expect(page.locator(".masthead nav")).to_be_hidden()
    assert (
        page.locator(".progress-row").first.evaluate(
            "row => getComputedStyle(row).breakInside"
        )
        == "avoid"
    )
    assert len(page.pdf(format="A4")) > 10_000
    page.emulate_media(media="screen")
