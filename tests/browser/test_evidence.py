"""Evidence in a real browser: dropped, told, retried, removed, looked at in review."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tools import assert_no_axe_violations, screenshot, sign_in
from tests.progress_app.files import xlsx
from tests.progress_app.pictures import SVG, bomb, pdf, picture

HAVENS = "新建渝工港湾"
UNION, CLERK = "奉节县", "evidence-clerk"
PASSWORD = "two-photos-of-the-haven"
MAKE_PEOPLE = f"""
from datetime import datetime
from unionplan.lib.dates import SHANGHAI
from unions_app.actions import create_person
from unions_app.models import Union
create_person(
    username={CLERK!r}, name="演示·佐证", password={PASSWORD!r},
    grants=[("reporter", Union.objects.get(short_name={UNION!r}).pk)],
    by_person_id=None, at=datetime(2024, 10, 28, 8, tzinfo=SHANGHAI))
"""
DROP = """
([zone, files]) => {
    const held = new DataTransfer();
    files.forEach(([name, content]) => {
        const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
        held.items.add(new File([bytes], name));
    });
    ["dragover", "drop"].forEach((name) => {
        const event = new DragEvent(name, {
            dataTransfer: held, bubbles: true, cancelable: true
        });
        document.querySelector(zone).dispatchEvent(event);
    });
}
"""


@pytest.fixture(scope="module")
def people(product):
    product.shell(MAKE_PEOPLE)


@pytest.fixture
def clerk(people, open_page):
    """Open the line's files from the grid, as the clerk."""

    def opened(target: str = HAVENS, **options) -> Page:
        page = open_page(**options)
        sign_in(page, CLERK, PASSWORD)
        page.locator(".todo-period .btn").first.click()
        expect(page.locator("[data-grid][data-ready]")).to_be_visible()
        line(page, target).locator(".line-evidence").click()
        expect(page.locator("[data-evidence][data-ready]")).to_be_visible()
        return page

    return opened


def line(page: Page, target: str):
    return page.locator("[data-line]").filter(has_text=target)


def file_of(name: str, content: bytes):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Let go of files over the zone, as a mouse does."""
    held = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.evaluate(DROP, ["[data-drop]", held])


def upload_row(page: Page, name: str):
    return page.locator("[data-uploads] li").filter(has_text=name)


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") == width


def test_files_walk_from_the_clerk_to_the_officer(clerk, open_page):
    page = clerk()
    drop(page, ("现场照片.png", picture()), ("验收单.pdf", pdf()))
    for name in ("现场照片.png", "验收单.pdf"):
        expect(upload_row(page, name)).to_contain_text("已上传")
        assert (
            upload_row(page, name).locator("progress").evaluate("b => b.value") == 100
        )
        expect(page.locator("[data-evidence-list]")).to_contain_text(name)
    expect(page.locator("[data-told]")).to_have_text("验收单.pdf：已上传")
    page.locator("#id_file").set_input_files(
        [file_of("台账.xlsx", xlsx()), file_of("坏图.png", bomb())]
    )
    expect(page.locator(".evidence-list li")).to_have_count(4)
    page.get_by_role("button", name="移除 台账.xlsx").click()
    expect(page.get_by_text("材料已移除。")).to_be_visible()
    expect(page.locator(".evidence-list li")).to_have_count(3)
    screenshot(page, "evidence-clerk")

    page.go_back()
    page.goto(page.locator(".crumbs a").first.get_attribute("href"))
    havens = line(page, HAVENS)
    expect(havens.locator(".line-evidence")).to_contain_text("佐证 3")
    screenshot(page, "evidence-grid")
    havens.locator("input[name=quantity]").fill("1")
    havens.locator("input[name=quantity]").press("Tab")
    expect(havens.locator("[data-saved]")).to_contain_text("已保存")
    if havens.locator("[data-more]").get_attribute("aria-expanded") == "false":
        havens.locator("[data-more]").click()
    havens.locator("[data-field=note]").fill("见照片和验收单")
    havens.locator("[data-field=note]").press("Tab")
    expect(havens.locator("[data-saved]")).to_contain_text("已保存")
    page.get_by_role("link", name="核对并提交").click()
    page.get_by_role("button", name="提交 1 项").click()
    expect(page.get_by_text("1 项已提交")).to_be_visible()
    for width, height in ((1366, 768), (390, 844)):
        review(open_page(width=width, height=height), width)


def review(officer: Page, width: int) -> None:
    """See pictures of what can be drawn, and the icon for what cannot."""
    sign_in(officer, "officer")
    officer.goto("/review/")
    filters = officer.locator("form.desk-filter")
    filters.get_by_label("指标").select_option(label=f"4.1.2-1 {HAVENS}")
    filters.get_by_label("单位").select_option(label=UNION)
    filters.get_by_role("button", name="筛选").click()
    row = officer.get_by_role("row", name=re.compile("2024年10月"))
    row.get_by_role("link", name=HAVENS).first.click()
    pictures = officer.locator(".evidence-picture img")
    expect(pictures).to_have_count(3)
    sizes = []
    for number in range(3):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", True)
        sizes.append(pictures.nth(number).evaluate("i => [i.naturalWidth, i.alt]"))
    assert sizes == [
        [1200, "预览：现场照片.png"],
        [848, "预览：验收单.pdf"],
        [96, "预览：坏图.png"],
    ]
    screenshot(officer, f"evidence-review-{width}")
    frame = officer.locator(".review-columns")
    assert frame.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert_no_axe_violations(officer)


def test_what_fails_is_told_by_file_and_tried_again_once(clerk, watch):
    watch.allow("400|Failed to load resource")
    page = clerk("新建基层工会组织")
    address = re.compile(r"/entries/\d+/evidence/$")
    page.route(address, lambda route: route.abort())
    drop(page, ("断网.pdf", pdf()))
    expect(upload_row(page, "断网.pdf")).to_contain_text("网络中断，没有传上去")
    page.unroute(address)
    # It arrives, but its answer is lost: the retry must not attach it twice.
    page.route(address, lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="重试 断网.pdf").press("Enter")
    expect(upload_row(page, "断网.pdf")).to_contain_text("网络中断，没有传上去")
    page.unroute(address)
    page.get_by_role("button", name="重试 断网.pdf").press("Enter")
    expect(upload_row(page, "断网.pdf")).to_contain_text("已上传")
    expect(page.locator(".evidence-list li")).to_have_count(1)

    drop(page, ("改名.png", SVG))
    expect(upload_row(page, "改名.png")).to_contain_text("只收PDF")
    expect(page.locator("[data-told]")).to_contain_text("改名.png：只收PDF")
    expect(page.locator(".evidence-list li")).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_zone_fits_and_is_accessible(clerk, watch, width, height):
    watch.allow("400")
    page = clerk("发展工会会员", width=width, height=height)
    assert_no_axe_violations(page)
    name = f"很长的文件名称{'一' * 60}{width}.pdf"
    page.locator("#id_file").set_input_files(
        [file_of(name, pdf()), file_of("改名.png", SVG)]
    )
    expect(upload_row(page, "改名.png")).to_contain_text("只收PDF")
    screenshot(page, f"evidence-zone-{width}")
    assert fits(page, width)
    assert_no_axe_violations(page)


def test_without_a_script_the_form_sends_them_together(clerk):
    page = clerk("参加互助保障的职工")
    address = page.url
    state = page.context.storage_state()
    plain = page.context.browser.new_context(
        java_script_enabled=False, storage_state=state
    )
    form = plain.new_page()
    form.goto(address)

    form.locator("#id_file").set_input_files(
        [file_of("甲.pdf", pdf()), file_of("乙.png", picture())]
    )
    form.get_by_role("button", name="上传").click()

    expect(form.locator(".evidence-list li")).to_have_count(2)
    plain.close()
