"""What changed since the last visit, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.tools import (
    assert_no_axe_violations,
    follow,
    is_wider_than_the_screen,
    screenshot,
    sign_in,
)

SEEN = """
from datetime import datetime
from unionplan.lib.dates import SHANGHAI
from unions_app.models import Person, Visit
at = datetime(2024, 9, 20, 10, tzinfo=SHANGHAI)
person = Person.objects.get(username="leader")
Visit.objects.update_or_create(person=person, defaults={"began_at": at})
"""


@pytest.fixture
def seen_in_september(product):
    """Let the leader have looked on 20 September, before that month was reported."""
    product.shell(SEEN)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1920, 1080)])
def test_it_says_which_lights_moved_and_by_what(
    open_page, seen_in_september, width, height
):
    page = open_page(width=width, height=height)
    sign_in(page, "leader")
    told = page.locator(".since")

    expect(told).to_contain_text("自 2024年9月20日 10:00")
    expect(told).to_contain_text("的灯变了")
    expect(told.locator(".since-list > li").first).to_contain_text("→")
    assert not is_wider_than_the_screen(page)
    assert_no_axe_violations(page)
    screenshot(page, f"since-{width}")


def test_it_leads_to_the_bridge(open_page, seen_in_september):
    page = open_page()
    sign_in(page, "leader")
    follow(page, page.locator(".since-list").get_by_role("link", name="差额由来").first)

    expect(page.locator(".bridge-sentence")).to_be_visible()
    expect(page.locator(".side").first).to_contain_text("2024年9月20日 09:59")
