"""The leadership's pages in a real browser: drawn, quiet, accessible, narrow, printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

HAVENS = "新建渝工港湾"
MILESTONE = "“12345”工作体系和五方联动机制"


def open_target(page: Page, name: str) -> None:
    page.goto("/cockpit/")
    link = page.locator(".standings").get_by_role("link", name=name, exact=True)
    follow(page, link)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def is_drawn(page: Page) -> bool:
    """Return whether the chart's canvas holds more than its ground."""
    return page.locator("[data-chart] canvas").evaluate(
        "canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData("
        "0, 0, canvas.width, canvas.height).data.buffer)).size > 3"
    )


@pytest.fixture
def leader(page):
    sign_in(page, "leader")
    return page


def test_the_leader_lands_on_the_cockpit(leader):
    expect(leader).to_have_url(re.compile("/cockpit/$"))
    expect(leader.locator(".headline-counts")).to_contain_text("29项数量指标：")
    expect(leader.locator(".area-card")).to_have_count(5)
    assert_no_axe_violations(leader)
    screenshot(leader, "cockpit")


def test_the_tiles_change_what_they_show_and_lead_to_unions(leader):
    tiles = leader.locator(".tiles .tile")
    expect(tiles).to_have_count(41)

    follow(leader, leader.get_by_role("link", name="报送覆盖"))
    expect(leader.locator(".tile-views [aria-current]")).to_have_text("报送覆盖")
    leader.get_by_label("看哪一项指标", exact=True).select_option(label=HAVENS)
    follow(leader, leader.get_by_role("button", name="看这一项"))
    expect(leader.locator(".tile-legend")).to_contain_text(HAVENS)
    expect(tiles.filter(has_text="万州区")).to_contain_text("%")
    leader.get_by_text("以表格查看").click()
    expect(leader.locator("details.behind tbody tr")).to_have_count(41)
    assert_no_axe_violations(leader)
    leader.set_viewport_size({"width": 1366, "height": 768})
    follow(leader, tiles.filter(has_text="万州区"))
    expect(leader.get_by_role("heading", level=1)).to_have_text("万州区总工会")


def test_the_curve_comes_when_somebody_is_near(leader):
    library = leader.locator("script[src*=echarts]")
    expect(library).to_have_count(0)

    leader.locator("#curve").scroll_into_view_if_needed()

    expect(library).to_have_count(1)
    expect(leader.locator("#curve canvas")).to_be_visible()


def test_the_headline_says_what_will_be_missed_and_how_sure(leader):
    told = leader.locator(".headline")

    expect(told).to_contain_text("按目前进度推算")
    expect(told).to_contain_text("没跟上自己任务数最多的单位")
    expect(told).to_contain_text("把握")
    expect(told).to_contain_text("时效")


def test_an_area_leads_to_its_targets(leader):
    leader.locator(".area-card").nth(3).click()

    expect(leader.locator("#area-4")).to_be_in_viewport()


def test_two_clicks_from_a_figure_to_its_postings(leader):
    open_target(leader, HAVENS)
    leader.get_by_role("link", name="入账记录").click()

    expect(leader.get_by_role("heading", level=1)).to_have_text("入账记录")
    expect(leader.locator("tbody tr")).to_have_count(50)
    assert_no_axe_violations(leader)


def test_postings_are_narrowed_to_a_union(leader):
    open_target(leader, HAVENS)
    leader.get_by_role("link", name="入账记录").click()
    leader.get_by_label("单位").select_option(label="万州区")
    leader.get_by_role("button", name="查看").click()

    expect(leader.locator("tbody tr").first).to_contain_text("万州区")
    expect(leader.get_by_text("江北区填报员")).to_have_count(0)


def test_the_curve_is_drawn_beside_its_table(leader):
    open_target(leader, HAVENS)

    expect(leader.locator("[data-chart] canvas")).to_be_visible()
    leader.wait_for_timeout(500)
    assert is_drawn(leader)
    expect(leader.locator(".curve tbody tr")).to_have_count(12)
    assert_no_axe_violations(leader)
    screenshot(leader, "target")


def test_the_curve_tells_the_month_under_the_pointer(leader):
    open_target(leader, HAVENS)
    chart = leader.locator("[data-chart]")
    leader.wait_for_timeout(500)
    before = chart.screenshot()

    chart.hover(position={"x": 300, "y": 150})
    leader.wait_for_timeout(500)

    assert chart.screenshot() != before


def test_a_milestone_loads_no_chart(leader):
    # From a page that has none itself: what the cockpit still loads is not counted.
    open_target(leader, MILESTONE)
    asked = []
    leader.on("request", lambda request: asked.append(request.url))
    leader.reload()

    assert [url for url in asked if "echarts" in url or "charts.js" in url] == []
    assert_no_axe_violations(leader)


def test_a_union_is_one_click_away(leader):
    open_target(leader, HAVENS)
    follow(leader, leader.get_by_role("link", name="万州区", exact=True).first)

    expect(leader.get_by_role("heading", level=1)).to_have_text("万州区总工会")
    assert_no_axe_violations(leader)
    screenshot(leader, "union")


def test_the_pages_fit_a_phone(open_page):
    phone = open_page(width=390, height=844)
    sign_in(phone, "leader")
    wide = [is_wider_than_the_screen(phone)]
    screenshot(phone, "cockpit-phone")
    open_target(phone, HAVENS)
    wide.append(is_wider_than_the_screen(phone))
    assert_no_axe_violations(phone)
    screenshot(phone, "target-phone")
    follow(phone, phone.get_by_role("link", name="万州区", exact=True).first)
    expect(phone.get_by_role("heading", level=1)).to_have_text("万州区总工会")
    wide.append(is_wider_than_the_screen(phone))

    assert wide == [False, False, False]


def test_a_unions_name_stays_on_few_lines_on_a_phone(open_page):
    phone = open_page(width=390, height=844)
    sign_in(phone, "leader")
    open_target(phone, HAVENS)

    names = phone.locator(".postings tbody td:nth-child(2)")
    widths = names.evaluate_all("cells => cells.map(cell => cell.clientWidth)")

    assert len(widths) > 1
    assert min(widths) >= 8 * 14


def test_the_curve_holds_still_for_who_asks(open_page):
    page = open_page(reduced_motion="reduce")
    sign_in(page, "leader")
    open_target(page, HAVENS)
    chart = page.locator("[data-chart]")
    expect(chart.locator("canvas")).to_be_visible()
    first = chart.screenshot()
    page.wait_for_timeout(500)

    assert chart.screenshot() == first


def test_the_curve_fits_the_paper(leader):
    open_target(leader, HAVENS)
    leader.wait_for_timeout(500)
    leader.emulate_media(media="print")
    leader.set_viewport_size({"width": 700, "height": 1000})
    leader.wait_for_timeout(200)

    box = leader.locator("[data-chart] canvas").bounding_box()

    # The card moves to the next sheet whole: half of it would be an empty frame.
    breaking = "element => getComputedStyle(element).breakInside"
    assert leader.locator(".curve-card").evaluate(breaking) == "avoid"
    assert 0 < box["width"] <= 700
    assert box["height"] > 100
    assert is_drawn(leader)
    assert not is_wider_than_the_screen(leader)
