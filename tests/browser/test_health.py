"""The health page in a real browser: what runs, and that the books agree."""

import pytest
from playwright.sync_api import expect

from tests.browser.tools import (
    assert_no_axe_violations,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

SIZES = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]
SPOIL = (
    "from progress_app.models import Rollup;"
    "rows = Rollup.objects.filter(target__name='新建渝工港湾',"
    " union__short_name='忠县', period__number=9);"
    "old = rows.get().quantity; rows.update(quantity=777777); print(old)"
)
COMPARE = (
    "from progress_app.actions.reconciliations import reconcile;"
    "from progress_app.management.commands.reconcile import now;"
    "from tasks_app.models import Plan;"
    "print(reconcile(plan_id=Plan.objects.get().pk, now=now).difference_count)"
)
REBUILD = (
    "from progress_app.actions.rollups import rebuild_rollups;"
    "from tasks_app.models import Plan;"
    "rebuild_rollups(plan_id=Plan.objects.get().pk);"
)


SEEN_SECONDS = 30


def wait_for_the_worker(page) -> None:
    """Open the page until a worker has left its first sign of life."""
    for _second in range(SEEN_SECONDS):
        page.goto("/health/")
        if page.get_by_text("最近一次出现").is_visible():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("no worker was seen")


@pytest.fixture
def spoilt(product):
    """Change one stored sum and reconcile; put right at the end."""
    product.shell(SPOIL)
    assert product.shell(COMPARE) != "0"
    yield
    assert product.shell(REBUILD + COMPARE) == "0"


def test_the_demonstrations_books_agree(page):
    sign_in(page, "clerk")

    expect(page.locator(".footer")).to_contain_text("账实一致 · 0 差异 · ")
    assert page.get_by_role("link", name="健康状况").count() == 0


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("person", ["admin", "auditor"])
def test_who_keeps_the_portal_sees_how_it_is(open_page, size, person):
    page = open_page(**size)
    sign_in(page, person)

    wait_for_the_worker(page)

    expect(page.get_by_text("应答正常").first).to_be_visible()
    expect(page.get_by_text("账实一致，0 处差异。")).to_be_visible()
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"health-{person}-{size['width']}")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_difference_is_in_red_with_both_figures(open_page, spoilt, size):
    page = open_page(**size)
    sign_in(page, "admin")

    page.goto("/health/")

    expect(page.get_by_role("cell", name="777777")).to_be_visible()
    expect(page.locator(".health-whole .state-alarm")).to_be_visible()
    expect(page.locator(".footer .books-differ")).to_contain_text("对账发现")
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"health-differences-{size['width']}")


def test_the_page_prints_without_its_menu(page):
    sign_in(page, "auditor")
    page.goto("/health/")

    page.emulate_media(media="print")

    assert not page.locator(".menu").is_visible()
    assert page.get_by_text("账实一致，0 处差异。").is_visible()
