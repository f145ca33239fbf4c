"""How soon the cockpit holds a figure that was just accepted.

``python -m bench.freshness`` starts the product with the demonstration, embedded, or
with ``DATABASE_URL`` and ``REDIS_URL`` as in production. An officer accepts one entry
after the other from the review desk; a leader asks for the cockpit until it says no
longer that an accepted figure is still being summed. Counted from the answer to the
acceptance, the cockpit's own answer included.
"""

import os
import re
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionplan.settings")
for key in ("SECRET_KEY", "LEDGER_KEY"):
    os.environ.setdefault(key, f"only-for-measuring-{key}-" + "0123456789" * 5)
django.setup()

from progress_app.management.demo_people import PASSWORD  # noqa: E402
from tests.product import running_product  # noqa: E402

TIMES = 40
PATIENCE_SECONDS = 60
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
STILL_SUMMING = "正在汇总"


class Visitor:
    """Somebody signed in, who reads pages and sends forms."""

    def __init__(self, url: str, name: str) -> None:
        """Sign in."""
        self.url = url
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self.read("/sign-in/")
        self.send("/sign-in/", page, login=name, password=PASSWORD)

    def read(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(self.url + path) as answer:
            return answer.read().decode()

    def send(self, path: str, page: str, **typed: str) -> str:
        """Send a form with the hidden fields of its page."""
        body = urlencode(dict(HIDDEN.findall(page)) | typed).encode()
        with self.opener.open(self.url + path, body) as answer:
            return answer.read().decode()


def found(pattern: str, page: str) -> re.Match[str]:
    """Return where a page matches. Errors: RuntimeError, with the page's beginning."""
    match = re.search(pattern, page, re.DOTALL)
    if match is None:
        raise RuntimeError(f"{pattern} is not in {page[:500]}")
    return match


def accept_one(officer: Visitor) -> None:
    """Accept the first entry of the desk."""
    entry = found(r'href="(/review/\d+/)', officer.read("/review/"))
    page = officer.read(entry[1])
    form = found(r'action="([^"]+)" data-accept>(.*?)</form>', page)
    found("已通过并入账", officer.send(form[1], form[2]))


def seconds_until_summed(leader: Visitor) -> float:
    """Return how long the cockpit still says that something is being summed."""
    began = time.perf_counter()
    while STILL_SUMMING in leader.read("/cockpit/"):
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise RuntimeError(f"not summed within {PATIENCE_SECONDS} seconds")
    return time.perf_counter() - began


def main() -> None:
    """Start the product, accept, and print."""
    times = []
    with (
        tempfile.TemporaryDirectory() as directory,
        running_product(Path(directory)) as product,
    ):
        officer = Visitor(product.url, "officer")
        leader = Visitor(product.url, "leader")
        for _time in range(TIMES):
            accept_one(officer)
            times.append(seconds_until_summed(leader))
    where = "PostgreSQL and Redis" if os.environ.get("REDIS_URL") else "embedded"
    print(
        f"{where}: {TIMES} acceptances, cockpit fresh after"
        f" {median(times) * 1000:.0f} ms (median), {max(times) * 1000:.0f} ms (longest);"
        f" load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
