"""A workbook, from the click to the file, as its reader sees it."""

import re
from hashlib import sha256
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

PATIENCE = 90_000
REPLAYED = """
from progress_app.queries.positions import replay
from reports_app.models import Export
from targets_app.models import ReportingPeriod, Target
from unions_app.models import Union
export = Export.objects.get(sha256="{sha256}")
target = Target.objects.get(code="4.1.2-1")
city = Union.objects.get(kind="municipal")
month = ReportingPeriod.objects.get(number=10)
told = replay(plan_id=export.plan_id, sequence=export.as_of_sequence)
print(told[target.pk, city.pk, month.pk].quantity)
"""

WAITING = """
from datetime import timedelta
from django.utils import timezone
from reports_app.models import Export
from tasks_app.models import Plan
from unions_app.models import Person
from unions_app.queries import current_installation, portal_time
at = portal_time(installation=current_installation(), at=timezone.now())
Export.objects.create(
    plan=Plan.objects.get(), requested_by=Person.objects.get(username="leader"),
    requested_at=at, as_of_sequence=100, as_of_at=at, language="zh-hans",
    is_demonstration=True, state="running", claimed_at=at + timedelta(minutes=2),
    steps_done=1, steps_total=9,
)
"""
"""A workbook that some slow worker seems to be making."""


def ask(page: Page) -> None:
    page.goto("/exports/")
    page.get_by_role("button", name="生成").click()
    page.wait_for_url(re.compile("/exports/[0-9a-f-]{36}/$"))


def see_the_end(page: Page) -> None:
    expect(page.locator("[data-finished]")).to_be_visible(timeout=PATIENCE)


def test_a_workbook_is_watched_until_its_download(page, product, tmp_path):
    sign_in(page, "auditor")
    ask(page)
    bar = page.get_by_role("progressbar", name="生成进度")
    expect(bar).to_be_visible(timeout=PATIENCE)
    assert int(bar.get_attribute("max")) > int(bar.get_attribute("value")) > 0
    assert_no_axe_violations(page)
    screenshot(page, "export-running")
    see_the_end(page)
    expect(page.locator("[data-news]")).to_have_text("可下载")
    assert_no_axe_violations(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    path = tmp_path / "book.xlsx"
    download.value.save_as(path)
    digest = sha256(path.read_bytes()).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    heads, *rows = load_workbook(path)["指标"].iter_rows(min_row=2, values_only=True)
    [havens] = [dict(zip(heads, r, strict=True)) for r in rows if r[0] == "4.1.2-1"]
    replayed = product.shell(REPLAYED.format(sha256=digest))
    assert f"{havens['累计数']:.4f}" == replayed


def test_what_is_chosen_is_what_is_made(page, product, tmp_path):
    sign_in(page, "auditor")
    page.goto("/exports/")
    page.locator("html[data-picks-ready]").wait_for()
    unions = page.locator("details.pick", has=page.locator(".pick-unions"))
    unions.locator("summary").click()
    unions.get_by_label("万州区", exact=True).check()
    expect(unions.locator("[data-picked]")).to_have_text("已选 1 个")
    page.get_by_label("格式").select_option(label="CSV 压缩包")
    page.get_by_label("截至").fill("2024-06-30")
    assert_no_axe_violations(page)
    screenshot(page, "export-choices")
    follow(page, page.get_by_role("button", name="生成"))
    see_the_end(page)
    page.reload()
    expect(page.get_by_text("万州区", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    path = tmp_path / "values.zip"
    download.value.save_as(path)
    with ZipFile(path) as archive:
        postings = archive.read("postings.csv").decode("utf-8-sig").splitlines()
    assert len(postings) > 1
    assert all("万州区" in line for line in postings[1:])
    follow(page, page.get_by_role("link", name="改选后再要"))
    expect(page.get_by_label("截至")).to_have_value("2024-06-30")
    expect(page.get_by_label("万州区", exact=True)).to_be_checked()


def test_a_wrong_choice_is_told_and_nothing_typed_is_lost(page, watch):
    watch.allow("400")
    sign_in(page, "auditor")
    page.goto("/exports/")
    page.get_by_label("截至").fill("2099-01-01")
    page.get_by_label("明细").select_option("without")
    follow(page, page.get_by_role("button", name="生成"))
    expect(page.locator(".field-error")).to_be_visible()
    expect(page.get_by_label("截至")).to_have_value("2099-01-01")
    expect(page.get_by_label("明细")).to_have_value("without")
    assert_no_axe_violations(page)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_one_called_off_is_asked_for_again(open_page, product, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "leader")
    product.shell(WAITING)
    page.goto("/exports/")
    follow(page, page.get_by_role("link", name="2024年 全市工会工作安排").first)
    follow(page, page.get_by_role("button", name="取消"))
    expect(page.get_by_text("已取消，没有留下文件")).to_be_visible()
    assert_no_axe_violations(page)
    assert not is_wider_than_the_screen(page)
    screenshot(page, f"export-cancelled-{width}")
    follow(page, page.get_by_role("button", name="重新申请"))
    see_the_end(page)
    expect(page.get_by_role("button", name="取消")).to_have_count(0)
    page.goto("/notices/")
    expect(page.get_by_text("工作簿可以下载了").first).to_be_visible()
    follow(page, page.get_by_role("button", name="查看 工作簿可以下载了").first)
    page.wait_for_url(re.compile("/exports/[0-9a-f-]{36}/$"))


def test_a_line_that_is_cut_is_told_and_mends_itself(page, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED|htmx:")
    sign_in(page, "leader")
    ask(page)
    lost = page.get_by_text("连接中断，正在重试")
    expect(lost).to_be_hidden()
    page.context.set_offline(True)
    expect(lost).to_be_visible()
    page.context.set_offline(False)
    see_the_end(page)
    expect(lost).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_the_list_fits_the_screen(open_page, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "auditor")
    page.goto("/exports/")
    expect(page.get_by_role("heading", name="导出", exact=True)).to_be_visible()
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"exports-{width}")


def test_a_clerk_is_told_that_this_is_not_theirs(page, watch):
    watch.allow("403")
    sign_in(page, "clerk")
    response = page.goto("/exports/")
    assert response.status == 403
    assert page.get_by_role("button", name="生成").count() == 0
