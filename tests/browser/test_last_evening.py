"""The last evening before the deadline: keys alone, power cuts, no network, two hands."""

import json
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid_page import (
    PASSWORD,
    expect_all_saved,
    field,
    fill,
    focused_field,
    focused_line,
    line,
    make_reporters,
    names,
    open_grid,
    quantities_of,
    saved,
    typed,
    unsent,
    versions_of,
)

UNION, PERSON = "巫山县", "grid-evening"
OWED = 26
HAVENS, MEMBERS, VISITS = "新建渝工港湾", "发展工会会员", "关爱慰问职工"
RATE = "建会率"


@pytest.fixture(scope="module")
def people(product):
    make_reporters(product, UNION, (PERSON,))


@pytest.fixture
def grid(people, open_page):
    return partial(open_grid, open_page, person=PERSON)


def to_the_first_figure(page: Page) -> None:
    """Go by Tab alone, as without a mouse."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.matches('[data-fields] [data-field]')"
        ):
            return
    raise AssertionError("no figure field is reached by Tab")


def fill_the_line(page: Page) -> None:
    """Fill in the line that has the focus, and stay in it."""
    which = focused_field(page)
    if which == "stage":
        page.keyboard.press("ArrowDown")
        return
    page.keyboard.type("8")
    if which == "numerator":
        page.keyboard.press("ArrowRight")
        assert focused_field(page) == "denominator"
        page.keyboard.type("9")


def test_every_line_is_filled_in_by_keys_alone(grid):
    page = grid()
    wanted = names(page)
    assert len(wanted) == OWED

    to_the_first_figure(page)
    visited = []
    for _ in wanted:
        visited.append(focused_line(page))
        fill_the_line(page)
        page.keyboard.press("Enter")

    assert visited == wanted
    expect_all_saved(page)
    expect(page.locator("[data-filled]")).to_have_text(str(OWED))
    assert "" not in typed(page).values()


def test_keys_lead_into_the_words_and_out_again(grid):
    page = grid()
    at = names(page).index(RATE)
    following = names(page)[at + 1]

    field(page, RATE, "denominator").focus()
    page.keyboard.press("Control+Enter")
    expect(field(page, RATE, "note")).to_be_focused()
    page.keyboard.type("已核实")
    page.keyboard.press("Enter")
    page.keyboard.type("逐户走访")
    page.keyboard.press("ArrowUp")
    expect(field(page, RATE, "note")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page, RATE, "numerator")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    assert focused_line(page) == following
    page.keyboard.press("Shift+Enter")
    assert focused_line(page) == RATE

    expect_all_saved(page)
    page.reload()
    expect(field(page, RATE, "note")).to_have_value("已核实\n逐户走访")


def test_left_and_right_stay_in_the_figure_until_its_edge(grid):
    page = grid()
    fill(page, RATE, "84", "numerator")
    fill(page, RATE, "99", "denominator")
    field(page, RATE, "numerator").focus()

    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert focused_field(page) == "numerator"
    page.keyboard.press("ArrowRight")
    assert focused_field(page) == "numerator"
    page.keyboard.press("ArrowRight")
    assert focused_field(page) == "denominator"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")

    assert focused_field(page) == "numerator"
    expect_all_saved(page)


def within_its_line(page: Page) -> list[float]:
    """Return where a field stands and how high its line is, wherever the page is."""
    return field(page, HAVENS).evaluate(
        """field => {
            const line = field.closest("[data-line]").getBoundingClientRect();
            return [field.getBoundingClientRect().top - line.top, line.height];
        }"""
    )


def test_earlier_figures_open_beside_the_field(grid):
    page = grid()
    recent = line(page, HAVENS).locator(".line-recent")
    at = within_its_line(page)

    recent.locator("summary").press("Enter")

    rows = recent.locator("li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("2024年9月")
    expect(rows.first).to_contain_text("通过")
    assert within_its_line(page) == at
    recent.locator("summary").press("Enter")
    expect(rows.first).to_be_hidden()


def test_a_power_cut_in_mid_typing_loses_nothing(grid, product, watch):
    watch.allow("Failed to load resource")
    page = grid()
    fill(page, HAVENS, "11")
    expect(saved(page, HAVENS)).to_contain_text("已保存")
    field(page, MEMBERS).fill("2")

    product.site.cut()
    field(page, MEMBERS).fill("22")
    fill(page, VISITS, "33")
    field(page, VISITS, "note").evaluate("note => note.closest('tr').hidden = false")
    fill(page, VISITS, "断电之前", "note")
    expect(page.locator("[data-banner]")).to_contain_text("暂时连不上服务器")
    retry = page.locator("[data-retry-now]")
    expect(retry).to_be_visible()
    product.site.__enter__()
    # It may have tried by itself meanwhile, and hidden the button.
    retry.dispatch_event("click")

    expect_all_saved(page, timeout=60_000)
    page.reload()
    told = quantities_of(product, UNION)
    assert [told[name] for name in (HAVENS, MEMBERS, VISITS)] == ["11", "22", "33"]
    expect(field(page, VISITS, "note")).to_have_value("断电之前")


def test_without_a_network_it_waits_and_goes_on_by_itself(grid, product, watch):
    watch.allow("Failed to load resource")
    page = grid()
    before = versions_of(product, UNION)

    page.context.set_offline(True)
    for name, figure in ((HAVENS, "12"), (MEMBERS, "23"), (VISITS, "34")):
        fill(page, name, figure)
    expect(page.locator("[data-banner]")).to_contain_text("暂时连不上服务器")
    expect(page.locator("[data-overall]")).to_have_text("3 行还没有存到服务器")
    page.context.set_offline(False)

    expect_all_saved(page)
    expect(page.locator("[data-banner]")).to_be_hidden()
    told, after = quantities_of(product, UNION), versions_of(product, UNION)
    assert [told[name] for name in (HAVENS, MEMBERS, VISITS)] == ["12", "23", "34"]
    changed = {name: after[name] - before[name] for name in after}
    assert {name: n for name, n in changed.items() if n} == dict.fromkeys(
        (HAVENS, MEMBERS, VISITS), 1
    )


def test_a_session_ended_by_the_server_saves_once_with_the_same_key(
    grid, product, watch
):
    watch.allow("40[013]")
    page = grid()
    before, keys = versions_of(product, UNION)[MEMBERS], []
    page.on(
        "request",
        lambda request: (
            "/cells/" in request.url
            and keys.append(json.loads(request.post_data)["client_key"])
        ),
    )
    product.shell(
        "from django.contrib.sessions.models import Session\n"
        "Session.objects.all().delete()"
    )
    fill(page, MEMBERS, "24")
    banner = page.locator("[data-banner]")
    expect(banner).to_contain_text("已过期，已填内容保留在本页")
    fill(page, VISITS, "35")

    banner.get_by_label("用户名").fill(PERSON)
    banner.get_by_label("密码").fill(PASSWORD)
    banner.get_by_role("button", name="登录并继续保存").click()

    expect_all_saved(page)
    assert keys[0] == keys[1]
    assert len(set(keys)) == len(keys) - 1
    assert versions_of(product, UNION)[MEMBERS] == before + 1
    assert quantities_of(product, UNION)[VISITS] == "35"


def questions(page: Page) -> list[str]:
    """Return the list that questions about leaving will be noted in; all get yes."""
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_a_tab_is_closed_with_a_question_only_while_something_is_unsent(grid, watch):
    watch.allow("Failed to load resource")
    page = grid(accepts=False)
    asked = questions(page)
    fill(page, VISITS, "36")
    expect_all_saved(page)
    page.reload()
    assert asked == []

    page.route("**/cells/", lambda route: route.abort())
    fill(page, VISITS, "37")
    expect(page.locator("[data-overall]")).to_have_text("1 行还没有存到服务器")
    with page.expect_event("close"):
        page.close(run_before_unload=True)

    assert asked == ["beforeunload"]


def test_signing_out_leaves_nothing_for_the_next_person(grid, watch):
    watch.allow("Failed to load resource")
    page = grid(accepts=False)
    asked = questions(page)
    page.route("**/cells/", lambda route: route.abort())
    # Not sent yet at all: leaving the page would send it, and keep it till answered.
    field(page, VISITS).fill("38")
    assert len(unsent(page)) == 1

    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/**")

    assert asked == ["beforeunload"]
    assert unsent(page) == []


def test_who_stays_after_all_keeps_what_is_typed_on(grid, watch):
    watch.allow("Failed to load resource")
    page = grid(accepts=False)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.route("**/cells/", lambda route: route.abort())
    fill(page, VISITS, "39")
    expect(page.locator("[data-overall]")).to_have_text("1 行还没有存到服务器")
    page.get_by_role("button", name="退出").click()
    expect(field(page, VISITS)).to_have_value("39")

    fill(page, VISITS, "40")

    assert len(unsent(page)) == 1
    page.unroute("**/cells/")
    expect_all_saved(page)
