"""A workbook dropped on the page: whose it is, what was changed, without a script too."""

from base64 import b64encode

import pytest

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    sign_in,
)
from tests.reports_app.verifying.books import changed

PATIENCE = 90_000
DROP = """
({name, data}) => {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const zone = document.querySelector("[data-drop]");
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true}));
}
"""


@pytest.fixture
def workbook(page) -> bytes:
    """Return a workbook that the auditor asked for and downloaded."""
    sign_in(page, "auditor")
    page.goto("/exports/")
    follow(page, page.get_by_role("button", name="生成"))
    link = page.locator("[data-finished] a[href$='/download/']")
    link.wait_for(timeout=PATIENCE)
    with page.expect_download() as fetched:
        link.click()
    return fetched.value.path().read_bytes()


def opened(page) -> None:
    page.goto("/verifications/")
    page.locator("[data-verify][data-ready]").wait_for()


def dropped(page, data: bytes, name: str) -> None:
    """Drop a file on the zone, and wait for what it was found to be."""
    opened(page)
    carried = {"name": name, "data": b64encode(data).decode()}
    with page.expect_navigation(wait_until="load", timeout=PATIENCE):
        page.evaluate(DROP, carried)


def edit(book) -> None:
    book["指标×单位"]["E3"] = 987_654
    book["封面"]["B4"] = "改过的"


def test_a_dropped_workbook_is_told_as_it_is(page, workbook):
    dropped(page, workbook, "原样.xlsx")

    assert page.locator(".alert-success strong").inner_text() == "一字节未改"
    assert_no_axe_violations(page)

    dropped(page, changed(workbook, edit), "改过.xlsx")

    assert page.locator(".alert-danger strong").inner_text() == "封面或页首被改过"
    told = page.locator(".verify-lines tbody tr").all_inner_texts()
    assert len(told) == 2
    assert "指标×单位 E3" in told[1]
    assert "987654" in told[1]
    assert_no_axe_violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    opened(page)
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    assert page.locator("tbody tr").count() >= 2


def test_a_file_that_is_no_workbook_says_so_on_the_page(page, watch):
    watch.allow("422")
    sign_in(page, "leader")

    dropped(page, b"%PDF-1.7", "简报.pdf")

    alert = page.locator("#file-error")
    assert "这不是 .xlsx 工作簿" in alert.inner_text()
    chooser = page.locator("#id_file")
    assert chooser.get_attribute("aria-invalid") == "true"
    assert page.locator("[data-verify] button[type=submit]").is_enabled()
    assert_no_axe_violations(page)


def test_without_a_script_the_button_does_it(open_page, workbook):
    page = open_page(java_script_enabled=False)
    sign_in(page, "auditor")
    page.goto("/verifications/")
    page.locator("#id_file").set_input_files(
        {"name": "原样.xlsx", "mimeType": "", "buffer": workbook}
    )

    follow(page, page.locator("[data-verify] button[type=submit]"))

    assert page.locator(".alert-success strong").inner_text() == "一字节未改"
