"""A locked September opens for a while, and what came in is corrected afterwards.

大渡口区 handed nothing in for September. Its clerk asks, the administrator grants, the
clerk reports, the department accepts; then the clerk proposes a correction with a file,
the department accepts that too, and the target's postings tell both.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from progress_app.management.demo_people import PASSWORD
from tests.browser.test_walk import explain, line
from tests.browser.tools import (
    assert_no_axe_violations,
    back_to_chinese,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

HAVENS = "新建渝工港湾"
UNION, MONTH = "大渡口区", "2024年9月"
WHY, GRANTED, WRONG = (
    "九月台账迟到，现已补齐",
    "同意，请当日报齐",
    "其中一处是去年建成的",
)
HIRE = f"""
from django.utils import timezone
from unions_app.actions import create_person
from unions_app.models import Union
union = Union.objects.get(short_name="{UNION}")
create_person(
    username="late-clerk", name="演示·迟报填报员", password="{PASSWORD}",
    grants=[("reporter", union.pk)], by_person_id=None, at=timezone.now(),
)
"""


def look_at(page: Page, name: str) -> None:
    """Hold a page against the rules for every page, and keep a picture of it."""
    assert_no_axe_violations(page)
    assert not is_wider_than_the_screen(page)
    screenshot(page, f"changes-{name}")


def ask_for_september(clerk: Page) -> None:
    follow(clerk, clerk.get_by_role("link", name="补报", exact=True))
    look_at(clerk, "exceptions-clerk")
    follow(clerk, clerk.get_by_role("link", name=f"申请补报 {UNION} {MONTH}"))
    look_at(clerk, "exception-ask")
    clerk.get_by_role("button", name="提出申请").click()
    expect(clerk.get_by_text("请写明为什么要补报")).to_be_visible()
    clerk.get_by_label("申请原因").fill(WHY)
    clerk.get_by_role("button", name="提出申请").click()
    expect(clerk.get_by_text("已提出补报申请")).to_be_visible()


def grant_it(administrator: Page) -> None:
    administrator.goto("/exceptions/")
    row = administrator.get_by_role("row").filter(has_text=WHY)
    look_at(administrator, "exceptions-administrator")
    follow(administrator, row.get_by_role("link", name="决定"))
    look_at(administrator, "exception-decide")
    administrator.get_by_label("决定说明").fill(GRANTED)
    administrator.get_by_role("button", name="同意，开放补报").click()
    expect(administrator.get_by_text("已同意补报")).to_be_visible()


def report_late(clerk: Page) -> None:
    clerk.goto("/todo/")
    expect(clerk.get_by_text("补报开放至").first).to_be_visible()
    screenshot(clerk, "changes-todo")
    clerk.get_by_role("button", name=f"开始填报 {UNION} {MONTH}").click()
    expect(clerk.get_by_text("现因补报对本单位开放至")).to_be_visible()
    field = line(clerk).locator("input[name=quantity]")
    field.fill("3")
    field.press("Tab")
    expect(line(clerk).locator("[data-saved]")).to_contain_text("已保存")
    explain(clerk, "验收单原件存档")
    look_at(clerk, "grid-open-again")
    clerk.get_by_role("link", name="核对并提交").click()
    clerk.get_by_role("button", name="提交 1 项").click()
    expect(clerk.get_by_text("1 项已提交")).to_be_visible()


def accept_the_report(officer: Page) -> None:
    officer.goto("/review/")
    row = officer.get_by_role("row").filter(has_text=UNION).filter(has_text=MONTH)
    row.get_by_role("link", name=HAVENS).first.click()
    officer.get_by_role("button", name="通过并入账").click()
    expect(officer.get_by_text("已通过并入账")).to_be_visible()


def propose(clerk: Page) -> None:
    clerk.goto("/exceptions/")
    clerk.get_by_role("button", name=f"去补报 {UNION} {MONTH}").click()
    follow(clerk, line(clerk).get_by_role("link", name=f"经过与更正 {HAVENS}"))
    look_at(clerk, "entry")
    clerk.get_by_role("link", name="提出更正").click()
    clerk.get_by_label("更正后的数").fill("2")
    clerk.get_by_label("更正说明").fill(WRONG)
    clerk.get_by_role("button", name="提出更正").click()
    expect(clerk.get_by_text("请选择更正原因")).to_have_count(1)
    expect(clerk.get_by_label("更正后的数")).to_have_value("2")
    look_at(clerk, "correction-form")
    clerk.get_by_label("更正原因").select_option("miscount")
    content = b"%PDF-1.7\n%%EOF\n"
    file = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": content}
    clerk.get_by_label("佐证材料").set_input_files(file)
    clerk.get_by_role("button", name="提出更正").click()
    expect(clerk.get_by_text("已提出更正")).to_be_visible()
    look_at(clerk, "correction-clerk")


def accept_the_correction(officer: Page, tmp_path) -> None:
    follow(officer, officer.get_by_role("link", name="更正", exact=True))
    look_at(officer, "corrections")
    row = officer.get_by_role("row").filter(has_text=UNION)
    follow(officer, row.get_by_role("link"))
    look_at(officer, "correction-officer")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="验收单.pdf", exact=True).click()
    download.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"%PDF-1.7\n%%EOF\n"
    assert download.value.suggested_filename == "验收单.pdf"
    officer.get_by_role("button", name="同意更正并入账").click()
    expect(officer.get_by_text("已更正并入账")).to_be_visible()


@pytest.fixture
def late_clerk(product):
    """Hire a clerk for the union that missed September, once."""
    hired = "print(__import__('unions_app.models').models.Person.objects.filter("
    if product.shell(hired + "username='late-clerk').count())") == "0":
        product.shell(HIRE)
    return "late-clerk"


def test_september_is_opened_reported_and_corrected(
    open_page, late_clerk, tmp_path, watch
):
    # Two forms are sent unfinished on purpose.
    watch.allow("400")
    clerk, officer, administrator = open_page(), open_page(), open_page()
    sign_in(clerk, late_clerk)
    sign_in(officer, "officer")
    sign_in(administrator, "admin")

    ask_for_september(clerk)
    grant_it(administrator)
    report_late(clerk)
    accept_the_report(officer)
    propose(clerk)
    accept_the_correction(officer, tmp_path)

    clerk.reload()
    expect(clerk.get_by_text("已更正").first).to_be_visible()
    follow(clerk, clerk.get_by_role("link", name=re.compile(UNION)).first)
    look_at(clerk, "entry-corrected")
    officer.goto("/cockpit/")
    officer.get_by_role("link", name=HAVENS).first.click()
    row = officer.get_by_role("row").filter(has_text=WRONG)
    expect(row).to_contain_text("更正第")
    expect(row).to_contain_text(re.compile(r"2\s*个"))
    before = officer.get_by_role("row").filter(has_text="已由第")
    expect(before.filter(has_text=UNION)).to_contain_text(re.compile(r"3\s*个"))
    screenshot(officer, "changes-target")


def test_every_page_fits_a_phone_in_english(open_page, late_clerk):
    for person, addresses in (
        (late_clerk, ("/exceptions/", "/corrections/", "/todo/")),
        ("officer", ("/corrections/", "/exceptions/")),
        ("admin", ("/exceptions/",)),
    ):
        page = open_page(width=390, height=844)
        sign_in(page, person)
        page.get_by_role("button", name="菜单").click()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Menu")).to_be_visible()
        for address in addresses:
            page.goto(address)
            look_at(page, f"phone-{person}{address.replace('/', '-')}")
        for opened in page.locator("tbody th a, .desk-list a").all()[:1]:
            follow(page, opened)
            look_at(page, f"phone-{person}-opened")
        back_to_chinese(page)
