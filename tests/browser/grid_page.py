"""The entry grid as tests of it open, read and fill it."""

import json

from playwright.sync_api import Page, expect

from tests.browser.tools import sign_in

PASSWORD = "two-hands-on-one-grid"


def make_reporters(product, union: str, names: tuple[str, ...]) -> None:
    """Make people who fill in for a union."""
    product.shell(
        f"""
from django.utils import timezone
from unions_app.actions import create_person
from unions_app.models import Union
union = Union.objects.get(short_name={union!r})
for name in {names!r}:
    create_person(username=name, name="演示·" + name, password={PASSWORD!r},
                  grants=[("reporter", union.pk)], by_person_id=None, at=timezone.now())
"""
    )


def open_grid(open_page, *, person: str, accepts: bool = True, **options) -> Page:
    """Open October's grid as one of them; questions about leaving are answered yes."""
    page = open_page(**options)
    if accepts:
        page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, person, PASSWORD)
    page.locator(".todo-period form button").click()
    expect(page.locator("[data-grid][data-ready]")).to_be_visible()
    return page


def line(page: Page, name: str):
    return page.locator("[data-line]").filter(
        has=page.locator(".definition-button", has_text=name)
    )


def field(page: Page, name: str, which: str = "quantity"):
    return line(page, name).locator(f"[data-field={which}]")


def saved(page: Page, name: str):
    return line(page, name).locator("[data-saved]")


def fill(page: Page, name: str, text: str, which: str = "quantity") -> None:
    """Type into a field and leave it."""
    field(page, name, which).fill(text)
    field(page, name, which).press("Tab")


def focused_line(page: Page) -> str:
    return page.evaluate(
        "document.activeElement.closest('[data-line]')"
        ".querySelector('.definition-button span:nth-child(2)').textContent"
    )


def focused_field(page: Page) -> str:
    return page.evaluate("document.activeElement.dataset.field")


def names(page: Page) -> list[str]:
    """Return what the lines are called, from the top."""
    return page.locator(".definition-button span:nth-child(2)").all_inner_texts()


def typed(page: Page) -> dict[str, str]:
    """Return what stands in the figure fields, by "line field"."""
    return page.evaluate(
        """() => Object.fromEntries(
            [...document.querySelectorAll("[data-fields] [data-field]")].map(each => [
                each.closest("[data-line]")
                    .querySelector(".definition-button span:nth-child(2)").textContent
                    + " " + each.dataset.field,
                each.value,
            ])
        )"""
    )


def unsent(page: Page) -> list[str]:
    return page.evaluate(
        "Object.keys(sessionStorage).filter(key => key.startsWith('unionplan:'))"
    )


def expect_all_saved(page: Page, timeout: int = 15_000) -> None:
    told = page.locator("[data-overall]")
    expect(told).to_have_text("全部已保存", timeout=timeout)


def october(union: str) -> str:
    """Return code that finds a union's lines of October, for ``product.shell``."""
    return (
        "import json\n"
        "from progress_app.models import Entry\n"
        f"rows = Entry.objects.filter(submission__union__short_name={union!r},"
        " submission__period__number=10)\n"
    )


def versions_of(product, union: str) -> dict[str, int]:
    """Return how often each line of a union was really changed, by target."""
    ask = "print(json.dumps(list(rows.values_list('target__name', 'version'))))"
    return dict(json.loads(product.shell(october(union) + ask)))


def quantities_of(product, union: str) -> dict[str, str]:
    """Return the quantities that the database has for a union, by target."""
    ask = (
        "from unionplan.lib.numbers import plain\n"
        "told = rows.values_list('target__name', 'quantity')\n"
        "print(json.dumps({name: plain(number) for name, number in told}))"
    )
    return json.loads(product.shell(october(union) + ask))
