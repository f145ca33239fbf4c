"""Circulars: read, printed, verified; the screens fit and break no rule."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in

FIRST = "2024年第一季度工作计划进展情况通报（演示）"
PATIENCE = 90_000
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def test_a_circular_is_read_fetched_and_verified(page, tmp_path: Path):
    sign_in(page, "leader")
    page.goto("/publications/")
    page.get_by_role("link", name=FIRST).click()
    expect(page.get_by_role("heading", name=FIRST)).to_be_visible()
    while not page.get_by_role("link", name="下载").count():
        expect(page.get_by_text("正在后台生成")).to_be_visible(timeout=PATIENCE)
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").last.click()
    path = tmp_path / "brief.docx"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"PK")
    page.locator("dd a.font-monospace").click()
    expect(page.get_by_role("heading", name=re.compile("查验"))).to_be_visible()
    expect(page.get_by_text("封签完好")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_the_screens_fit(open_page, width, height):
    page = open_page(width=width, height=height)
    sign_in(page, "admin")
    for address, heading in (
        ("/publications/", "通报"),
        ("/publications/1/", FIRST),
        ("/publications/1/print/", FIRST),
        ("/publications/new/", "起草通报"),
        ("/brief-templates/", "简报模板"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        assert page.evaluate(FITS), address
        assert_no_axe_violations(page)
        name = address.strip("/").replace("/", "-")
        screenshot(page, f"{name}-{width}")
