"""The open ledger and sampling in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in

SIZES = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]
PLAN_AND_TARGET = (
    "from targets_app.models import Target;"
    "t = Target.objects.get(name='新建渝工港湾'); print(t.plan_id, t.pk)"
)


@pytest.fixture(scope="module")
def ids(product) -> tuple[str, str]:
    """Return the ids of the plan and of 新建渝工港湾."""
    plan, target = product.shell(PLAN_AND_TARGET).split()
    return plan, target


def is_wider_than_its_window(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def heading(page: Page, name: str):
    return page.get_by_role("heading", level=1, name=name)


def test_an_auditor_follows_a_figure_to_its_posting(page, ids):
    _plan, target = ids
    sign_in(page, "auditor")

    page.goto(f"/targets/{target}/postings/")
    page.get_by_role("link", name="数的来历").click()
    expect(heading(page, "数的来历")).to_be_visible()
    expect(page.get_by_text("合计 = 所示数", exact=True)).to_be_visible()

    part = page.locator("details.ledger-part").first
    part.locator("summary").click()
    expect(part.locator("table")).to_be_visible()
    part.locator("tbody a[href^='/ledger/postings/']").first.click()

    expect(page.get_by_text("此处链完好")).to_be_visible()
    expect(page.get_by_role("heading", name="这次决定的审计记录")).to_be_visible()


def test_filters_and_pages_of_the_ledger(page, ids, watch):
    watch.allow("400")
    _plan, target = ids
    sign_in(page, "auditor")

    page.goto("/ledger/")
    page.get_by_label("指标", exact=True).select_option(target)
    page.get_by_role("button", name="查看").first.click()
    expect(page.get_by_role("link", name="清除条件")).to_be_visible()
    page.get_by_role("link", name="较早").click()
    expect(page.get_by_role("link", name="较新")).to_be_visible()
    expect(page.get_by_label("指标", exact=True)).to_have_value(target)

    page.goto("/ledger/?since=2024-09-30&until=2024-09-01")
    expect(page.get_by_text("“止”早于“起”")).to_be_visible()
    expect(page.get_by_role("heading", name="没有列出记录")).to_be_visible()


def test_a_sample_is_drawn_and_worked_through_by_keyboard(page, ids, watch):
    watch.allow("422")
    plan, _target = ids
    sign_in(page, "auditor")

    page.goto(f"/ledger/samples/new/?title=键盘抽查&plan={plan}&size=3&seed=2024")
    page.get_by_role("button", name="抽定").click()
    form = page.locator("form[data-ready]")
    expect(form).to_be_visible()

    outcomes = page.locator("select[name$='-outcome']")
    outcomes.nth(0).focus()
    page.keyboard.press("2")
    expect(outcomes.nth(0)).to_have_value("confirmed")
    page.keyboard.press("Enter")
    expect(outcomes.nth(1)).to_be_focused()
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("有 1 行需要改正")).to_be_visible()
    expect(outcomes.nth(0)).to_have_value("confirmed")
    expect(form).to_be_visible()
    page.locator("tr.has-errors textarea").fill("没有原始台账")
    page.get_by_role("button", name="保存本页").click()

    expect(page.get_by_text("已保存 2 条结论。")).to_be_visible()
    expect(page.get_by_text("已核查 2/3 笔")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载工作底稿").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_what_was_not_saved_comes_back(page, ids, watch):
    watch.allow("403")
    plan, _target = ids
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "auditor")
    page.goto(f"/ledger/samples/new/?title=断线&plan={plan}&size=2&seed=9")
    page.get_by_role("button", name="抽定").click()
    form = page.locator("form[data-ready]")
    expect(form).to_be_visible()
    page.locator("tbody textarea").first.fill("核对到一半")
    expect(page.get_by_text("有未保存的改动")).to_be_visible()
    sample = page.url

    page.context.clear_cookies()
    page.get_by_role("button", name="保存本页").click()
    expect(heading(page, "页面已过期，这次提交没有执行")).to_be_visible()
    sign_in(page, "auditor")
    page.goto(sample)

    expect(page.get_by_text("已找回上次没有保存的内容")).to_be_visible()
    expect(page.locator("tbody textarea").first).to_have_value("核对到一半")
    page.locator("select[name$='-outcome']").first.select_option("confirmed")
    page.get_by_role("button", name="保存本页").click()
    expect(page.get_by_text("已保存 1 条结论。")).to_be_visible()
    expect(page.get_by_text("已找回上次没有保存的内容")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_screens_fit_and_are_accessible(open_page, ids, size):
    plan, target = ids
    page = open_page(**size)
    sign_in(page, "auditor")
    ask = f"title=可用性&plan={plan}&size=80&strata_by=target&seed=7"

    for name, address, words in [
        ("ledger", "/ledger/", "台账"),
        ("ledger-past", "/ledger/entries/?as_of=2024-08-15", "台账"),
        ("ledger-events", "/ledger/events/", "台账"),
        ("ledger-posting", "/ledger/postings/1/", "入账第 1 号"),
        ("ledger-event", "/ledger/events/1/", "审计记录第 1 条"),
        ("ledger-figure", f"/ledger/figure/?target={target}&open=1", "数的来历"),
        ("samples", "/ledger/samples/", "抽样"),
        ("new-sample", f"/ledger/samples/new/?{ask}", "新抽样"),
    ]:
        page.goto(address)
        expect(heading(page, words)).to_be_visible()
        assert not is_wider_than_its_window(page), name
        assert_no_axe_violations(page)
        screenshot(page, f"{name}-{size['width']}")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_sample_and_its_report_fit_and_are_accessible(open_page, ids, size):
    plan, _target = ids
    page = open_page(**size)
    sign_in(page, "auditor")

    page.goto(f"/ledger/samples/new/?title=版面&plan={plan}&size=4&seed=8")
    page.get_by_role("button", name="抽定").click()
    expect(page.locator("form[data-ready]")).to_be_visible()
    assert not is_wider_than_its_window(page)
    assert_no_axe_violations(page)
    screenshot(page, f"sample-{size['width']}")

    page.get_by_role("link", name="结果报告").click()
    expect(heading(page, "抽样结果报告")).to_be_visible()
    assert not is_wider_than_its_window(page)
    assert_no_axe_violations(page)
    screenshot(page, f"sample-report-{size['width']}")
