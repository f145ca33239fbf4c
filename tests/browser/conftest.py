"""The real product in a real browser.

Fixtures:

``product``
    The running portal (``product.url``), with the plan and the demonstration. Shared by
    all browser tests: leave it so that the next one does not mind. Ask its database
    with ``product.shell("print(…)")``; the ORM of the test process sees another one.
``page``
    A page in Chinese at 1366×768.
``open_page``
    Makes further pages, each signed in to nothing: ``open_page(width=390, height=844)``.
``watch``
    What no page may do, and what this test allows: ``watch.allow("409")``.

A message of the browser's console (a refused resource included), an uncaught error
of a script, or a request that leaves the product fails the test at its end.

Helpers in ``tests.browser.tools``: ``sign_in``, ``assert_no_axe_violations``,
``screenshot``.
"""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.tools import Watch
from tests.product import chromium, running_product

PATIENCE_MS = 30_000
"""How long a page may take to show what is expected: cores are busy in a full run."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def product(tmp_path_factory):
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="package")
def browser():
    """Run Chromium; ended before other tests, whose ORM an event loop would stop."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium(), args=ARGUMENTS
        )
        yield launched
        launched.close()


@pytest.fixture
def watch(product):
    watching = Watch(product.url)
    yield watching
    assert watching.seen == []


@pytest.fixture
def open_page(browser, product, watch):
    contexts = []

    def opened(*, width=1366, height=768, **options):
        context = browser.new_context(
            base_url=product.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            **options,
        )
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page()
