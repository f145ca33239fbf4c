"""What browser tests do again and again."""

import os
import re
import tempfile
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
)

from progress_app.management.demo_people import PASSWORD

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOUD = ("error", "warning")


class Watch:
    """Notes what no page may do: console messages, script errors, outside requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Let messages pass that this test brings about on purpose."""
        self._allowed.append(re.compile(pattern))

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self._note(f"console {message.type}: {message.text} {message.location}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:", "about:")):
            self._note(f"outside: {request.url}")

    def _note(self, message: str) -> None:
        if not any(pattern.search(message) for pattern in self._allowed):
            self.seen.append(message)


def follow(page: Page, control: Locator) -> None:
    """Click what leads to another page, and wait until that one has loaded.

    A click alone returns while the old page still stands: a key pressed next may reach
    no script, a measure taken next may find no document.
    """
    with page.expect_navigation(wait_until="load"):
        control.click()


def is_wider_than_the_screen(page: Page) -> bool:
    """Return whether the page that has loaded can be scrolled sideways."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in as one of the demonstration's people and land on the role's screen."""
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


SETTLE = """
() => {
    const end = (each) => Number.isFinite(each.effect.getComputedTiming().endTime);
    document.getAnimations().filter(end).forEach((each) => each.finish());
    window.scrollTo({ top: window.scrollY, behavior: "instant" });
    document.querySelectorAll("body *").forEach((part) => {
        if (getComputedStyle(part).position !== "sticky") return;
        part.style.position = "relative";
        part.style.inset = "auto";
    });
}
"""
"""Ends transitions and smooth scrolling, and lets what sticks lie in its own place: what
a bar covers can be scrolled out from under it, yet axe would call it too small to hit."""


def back_to_chinese(page: Page) -> None:
    """Choose Chinese again: the choice is the person's, and the next test is too."""
    menu = page.locator("[data-menu-toggle]")
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name="简体中文").click()
    page.locator("html[lang=zh-Hans]").wait_for()


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core finds, one line a rule, with the first places.

    Leaves the page's sticky parts unstuck.
    """
    page.wait_for_load_state()
    page.evaluate(SETTLE)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
    )
    return [
        f"{row['id']}: {row['help']}: "
        + "; ".join(
            f"{node['html'][:160]} ({node['failureSummary']})"
            for node in row["nodes"][:3]
        )
        for row in found["violations"]
    ]


def assert_no_axe_violations(page: Page) -> None:
    """Fail on any accessibility rule that the page as it stands breaks, and say which."""
    found = axe_violations(page)
    assert found == [], "\n".join([page.url, *found])


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page: in $SCREENSHOTS, or among temporary files."""
    directory = os.environ.get("SCREENSHOTS") or tempfile.gettempdir()
    path = Path(directory) / f"unionplan-{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
