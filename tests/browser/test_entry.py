"""The entry grid in a real browser: typing, moving, saving, and what goes wrong."""

import json
from decimal import Decimal
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid_page import (
    PASSWORD,
    field,
    fill,
    focused_line,
    line,
    make_reporters,
    open_grid,
    saved,
    unsent,
    versions_of,
)
from tests.browser.tools import assert_no_axe_violations, sign_in
from unionplan.lib import numbers

UNION = "城口县"
FIRST, SECOND = "grid-first", "grid-second"
HAVENS, MEMBERS, PENSION = "新建渝工港湾", "发展工会会员", "参加互助保障的职工"
RATE, STAGE, VISITS = "建会率", "实名制管理", "关爱慰问职工"
LEAST_TARGET = 24
"""Pixels: WCAG 2.2, success criterion 2.5.8."""
NEW_UNIONS, SAFETY = "新建基层工会组织", "安康杯"


@pytest.fixture(scope="module")
def people(product):
    """Two people who fill in for one union that has not begun October."""
    make_reporters(product, UNION, (FIRST, SECOND))


@pytest.fixture
def grid(people, open_page):
    """Open the grid as one of them; questions about leaving are answered with yes."""

    return partial(open_grid, open_page, person=FIRST)


def saves_of(product, name: str) -> int:
    """Return how often a line of this union was really changed."""
    return versions_of(product, UNION)[name]


def test_a_figure_is_echoed_understood_and_still_there_after_a_reload(grid):
    page = grid()

    field(page, PENSION).fill("２０万")
    expect(line(page, PENSION).locator("[data-total]")).to_have_text("200,000 人")
    expect(line(page, PENSION).locator("[data-echo]")).to_have_text("20万")
    field(page, PENSION).press("Tab")
    expect(saved(page, PENSION)).to_contain_text("已保存")
    expect(field(page, PENSION)).to_have_value("200000")
    expect(page.locator("[data-overall]")).to_have_text("全部已保存")
    assert unsent(page) == []

    page.reload()

    expect(field(page, PENSION)).to_have_value("200000")


def test_what_was_typed_before_the_script_ran_is_saved_too(grid):
    page = grid()
    page.route(
        "**/grid.js", lambda route: (page.wait_for_timeout(1500), route.continue_())
    )

    page.goto(page.url, wait_until="commit")
    field(page, STAGE, "stage").select_option("blocked")
    field(page, STAGE, "note").evaluate("field => { field.value = '场地待定' }")

    expect(saved(page, STAGE)).to_contain_text("已保存")
    page.unroute("**/grid.js")
    page.reload()
    expect(field(page, STAGE, "stage")).to_have_value("blocked")
    expect(field(page, STAGE, "note")).to_have_value("场地待定")


def test_typing_alone_saves_within_seconds(grid):
    page = grid()

    field(page, VISITS).press_sequentially("7")
    expect(saved(page, VISITS)).to_have_text("未保存")

    expect(saved(page, VISITS)).to_contain_text("已保存", timeout=8000)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("三", "没有看懂这个数"),
        ("-5", "不能填负数；没有发生请填 0"),
        ("1.5", "本项只填整数"),
    ],
)
def test_bad_input_is_told_beside_it_and_stays(grid, typed, message):
    page = grid()

    fill(page, NEW_UNIONS, typed)
    error = line(page, NEW_UNIONS).locator("[data-error=quantity]")
    expect(error).to_contain_text(message)
    expect(field(page, NEW_UNIONS)).to_have_attribute("aria-invalid", "true")
    page.reload()

    expect(field(page, NEW_UNIONS)).to_have_value(typed)
    expect(error).to_contain_text(message)
    expect(page.locator("[data-grid][data-ready]")).to_be_visible()
    fill(page, NEW_UNIONS, "")
    expect(error).to_be_hidden()
    expect(page.locator("[data-overall]")).to_have_text("全部已保存")


def test_a_ratio_shows_its_rate_and_refuses_more_than_the_whole(grid):
    page = grid()

    fill(page, RATE, "84", "numerator")
    fill(page, RATE, "99", "denominator")
    expect(line(page, RATE).locator("[data-total]")).to_have_text("84.85%")
    fill(page, RATE, "100", "numerator")

    error = line(page, RATE).locator("[data-error=numerator]")
    expect(error).to_contain_text("分子不能大于分母")
    fill(page, RATE, "85", "numerator")
    expect(saved(page, RATE)).to_contain_text("已保存")


def test_not_applicable_asks_why(grid):
    page = grid()

    line(page, SAFETY).get_by_label("本期无此项").first.check()
    expect(field(page, SAFETY, "reason")).to_be_focused()
    page.keyboard.press("Enter")
    error = line(page, SAFETY).locator("[data-error=reason]")
    expect(error).to_contain_text("请写明本期无此项的原因", timeout=8000)
    fill(page, SAFETY, "本月未组织", "reason")

    expect(saved(page, SAFETY)).to_contain_text("已保存")
    expect(error).to_be_hidden()


def test_enter_and_arrows_go_from_line_to_line(grid):
    page = grid()
    names = page.locator(".definition-button span:nth-child(2)").all_inner_texts()

    field(page, names[0]).focus()
    page.keyboard.press("ArrowDown")
    assert focused_line(page) == names[1]
    page.keyboard.press("Enter")
    assert focused_line(page) == names[2]
    page.keyboard.press("Shift+Enter")
    assert focused_line(page) == names[1]
    page.keyboard.press("ArrowUp")

    assert focused_line(page) == names[0]


def test_a_definition_opens_by_key_and_shuts_by_escape(grid):
    page = grid()
    card = line(page, HAVENS).locator(".definition-card")

    line(page, HAVENS).locator(".definition-button").press("Enter")
    expect(card).to_be_visible()
    expect(card).to_contain_text("“新建渝工港湾400个”")
    assert_no_axe_violations(page)
    page.keyboard.press("Escape")

    expect(card).to_be_hidden()


def test_the_bar_over_half_a_button_is_no_finding(grid):
    page = grid()
    buttons = page.locator(".line-more-button")
    line(page, HAVENS).locator(".definition-button").press("Enter")
    page.wait_for_timeout(1500)

    buttons.nth(8).evaluate(
        "button => scrollBy({ top: button.getBoundingClientRect().top - 87,"
        " behavior: 'instant' })"
    )

    heights = buttons.evaluate_all("all => all.map(each => each.offsetHeight)")
    assert min(heights) >= LEAST_TARGET
    assert_no_axe_violations(page)


def test_a_large_figure_is_echoed_beside_it_and_in_the_total(grid):
    page = grid()

    field(page, VISITS).fill("20万")

    expect(line(page, VISITS).locator("[data-typed-echo]")).to_have_text("20万")
    total = line(page, VISITS).locator("[data-total]").inner_text()
    assert total.endswith(" 人次")
    told = numbers.in_words(numbers.parse_decimal(total.removesuffix(" 人次")))
    expect(line(page, VISITS).locator("[data-echo]")).to_have_text(told)
    field(page, VISITS).fill("")
    expect(line(page, VISITS).locator("[data-typed-echo]")).to_have_text("")
    expect(page.locator("[data-overall]")).to_have_text("全部已保存", timeout=8000)


def test_a_warning_asks_for_a_note_until_there_is_one(grid):
    page = grid()
    warning = line(page, PENSION).locator("[data-warnings] p")

    fill(page, PENSION, "1")
    expect(warning.first).to_have_text("低于上期数，请在说明中写明情况")
    fill(page, PENSION, "上月数有误，已核实", "note")

    expect(warning.first).to_have_text("低于上期数")
    page.reload()
    expect(warning.first).to_have_text("低于上期数")


def test_two_people_on_one_line_see_both_values(grid):
    mine, theirs = grid(), grid(person=SECOND)
    fill(theirs, HAVENS, "3")
    expect(saved(theirs, HAVENS)).to_contain_text("已保存")

    fill(mine, HAVENS, "4")
    conflict = line(mine, HAVENS).locator("[data-conflict]")
    expect(conflict).to_contain_text(f"演示·{SECOND}")
    expect(conflict.get_by_role("row").nth(1)).to_contain_text("本期数")
    assert_no_axe_violations(mine)
    conflict.get_by_role("button", name="用我的").click()
    expect(saved(mine, HAVENS)).to_contain_text("已保存")
    fill(theirs, HAVENS, "5")
    line(theirs, HAVENS).get_by_role("button", name="用对方的").click()

    expect(field(theirs, HAVENS)).to_have_value("4")
    expect(theirs.locator("[data-overall]")).to_have_text("全部已保存")


def test_a_colleagues_change_appears_with_the_next_save(grid):
    mine, theirs = grid(), grid(person=SECOND)
    fill(theirs, NEW_UNIONS, "6")
    expect(saved(theirs, NEW_UNIONS)).to_contain_text("已保存")

    fill(mine, VISITS, "11")

    expect(field(mine, NEW_UNIONS)).to_have_value("6")
    expect(saved(mine, NEW_UNIONS)).to_contain_text(f"演示·{SECOND}")


def test_an_answer_lost_on_the_way_saves_once(grid, product, watch):
    watch.allow("Failed to load resource")
    page = grid()
    before, bodies = saves_of(product, MEMBERS), []

    def lose_the_first_answer(route):
        bodies.append(route.request.post_data)
        if len(bodies) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/cells/", lose_the_first_answer)
    fill(page, MEMBERS, "31")
    expect(page.locator("[data-banner]")).to_contain_text("暂时连不上服务器")

    expect(saved(page, MEMBERS)).to_contain_text("已保存", timeout=10_000)
    expect(page.locator("[data-banner]")).to_be_hidden()
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert saves_of(product, MEMBERS) == before + 1


def test_what_the_network_kept_back_survives_a_reload(grid, watch):
    watch.allow("Failed to load resource")
    page = grid()
    page.route("**/cells/", lambda route: route.abort())
    fill(page, MEMBERS, "32")
    expect(page.locator("[data-banner]")).to_contain_text("暂时连不上服务器")
    expect(page.locator("[data-overall]")).to_have_text("1 行还没有存到服务器")
    kept = json.loads(page.evaluate(f"sessionStorage.getItem('{unsent(page)[0]}')"))
    assert kept["inFlight"]["cells"][0]["raw"]["quantity"] == "32"
    page.unroute("**/cells/")

    page.reload()

    expect(field(page, MEMBERS)).to_have_value("32")
    expect(saved(page, MEMBERS)).to_contain_text("已保存")
    assert unsent(page) == []


def test_an_expired_session_is_mended_in_place(grid, watch):
    watch.allow("40[013]")
    page = grid()
    page.context.clear_cookies()
    fill(page, MEMBERS, "33")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("已过期，已填内容保留在本页")
    assert_no_axe_violations(page)

    banner.get_by_label("用户名").fill(FIRST)
    banner.get_by_label("密码").fill("not-this-one")
    banner.get_by_role("button", name="登录并继续保存").click()
    expect(banner).to_contain_text("用户名或密码不对")
    banner.get_by_label("密码").fill(PASSWORD)
    banner.get_by_role("button", name="登录并继续保存").click()

    expect(saved(page, MEMBERS)).to_contain_text("已保存")
    expect(banner).to_be_hidden()


def test_signing_in_on_another_tab_does_it_too(grid, watch):
    watch.allow("401")
    page = grid()
    page.context.clear_cookies(name="unionplan_session")
    fill(page, MEMBERS, "34")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页登录").click()
    sign_in(opened.value, FIRST, PASSWORD)
    page.get_by_role("button", name="已重新登录，继续保存").click()

    expect(saved(page, MEMBERS)).to_contain_text("已保存")


def test_nothing_is_saved_in_someone_elses_name(grid, product, watch):
    watch.allow("401")
    page = grid()
    before = saves_of(product, MEMBERS)
    page.context.clear_cookies(name="unionplan_session")
    fill(page, MEMBERS, "35")
    banner = page.locator("[data-banner]")

    banner.get_by_label("用户名").fill(SECOND)
    banner.get_by_label("密码").fill(PASSWORD)
    banner.get_by_role("button", name="登录并继续保存").click()

    expect(banner).to_contain_text("不能以别人的名义保存")
    assert saves_of(product, MEMBERS) == before


def test_submitting_waits_for_what_is_still_unsent(grid):
    page = grid()

    field(page, VISITS).fill("9")
    page.get_by_role("link", name="核对并提交").click()

    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    expect(page.locator(".to-submit-list")).to_contain_text("9 人次")
    assert_no_axe_violations(page)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_screens_fit_and_are_accessible(grid, width, height):
    page = grid(width=width, height=height)

    for address in ("", "submit/", "history/"):
        page.goto(page.url.partition("/submissions/")[0] + numbered(page) + address)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert_no_axe_violations(page)
    page.goto("/todo/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_no_axe_violations(page)


def numbered(page: Page) -> str:
    """Return the address of the return that the page is about."""
    return "/submissions/" + page.url.partition("/submissions/")[2].split("/")[0] + "/"


FIGURES = (
    "0",
    "12",
    "1,234",
    "1234567.89",
    "10000",
    "10000.0001",
    "99999999.9999",
    "20万",
    "1.5亿",
    "１２．５",  # noqa: RUF001
    "1,23",
    "3/4",
    "-1",
    "abc",
    "",
)


def test_the_script_reads_and_tells_figures_as_the_server_does(page):
    page.goto("/sign-in/")
    told = page.evaluate(
        """async texts => {
            const numbers = await import("/static/js/grid_numbers.js");
            return texts.map(text => {
                const figure = numbers.parse(text);
                if (figure === null) return null;
                return [numbers.grouped(figure), numbers.echo(figure)];
            });
        }""",
        list(FIGURES),
    )

    assert told == [told_by_the_server(text) for text in FIGURES]


def told_by_the_server(text: str) -> list[str] | None:
    """Return a figure grouped and echoed; None for what is none or is negative."""
    try:
        figure = numbers.parse_decimal(text)
    except numbers.NotANumberError:
        return None
    if figure is None or figure < 0:
        return None
    is_large = figure >= Decimal(10_000)
    return [numbers.grouped(figure), numbers.in_words(figure) if is_large else ""]


def test_the_script_rounds_as_the_server_does(page):
    page.goto("/sign-in/")
    shares = [(5, 6), (84999, 100000), (57, 100), (999999, 1000000), (21, 10), (0, 5)]
    told = page.evaluate(
        """async shares => {
            const { percent } = await import("/static/js/grid_numbers.js");
            return shares.map(([part, whole]) => percent(BigInt(part), BigInt(whole)));
        }""",
        shares,
    )

    assert told == ["83.33%", "85%", "57%", "99.99%", "210%", "0%"]
