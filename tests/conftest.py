"""What every test stands on. House rules for tests: CONTRIBUTING.md.

Fixtures beside those of pytest-django (``client``, ``db``, ``settings``,
``django_assert_num_queries`` …):

``plan``
    The 2024 plan. It, its unions, targets and periods stand in the test database from
    the start, so every test with a database sees them.
``people``, ``autumn_2024``
    See ``tests/people.py``.

Tests with ``@pytest.mark.django_db(transaction=True)`` commit in earnest. After each the
database is flushed, append-only tables included (their triggers are lifted for that
moment only), and the plan is loaded again.

``tests/browser`` starts the real product and has fixtures of its own; ``tests/services``
needs PostgreSQL and Redis; ``tests/faults`` breaks servers of its own and runs with
them; ``tests/office`` needs LibreOffice. All are left out, and said so, where they
cannot run; with CI set, what is missing is a failure.
"""

import os
import shutil
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from tasks_app.models import Plan
from tests import triggers
from tests.faults.services import binary
from tests.people import autumn_2024, people
from tests.product import chromium

__all__ = ["autumn_2024", "people"]

FIXTURES = ("unions_2024", "plan_2024")
NEEDS = {
    "browser": "Chromium is not installed",
    "services": "DATABASE_URL and REDIS_URL name no PostgreSQL and Redis",
    "office": "LibreOffice is not installed",
    "faults": "they need the above, and initdb and redis-server on this machine",
}
"""Tests in a directory of this name run only where that is there."""

# A busy machine must not fail a test for being slow; CI tries the same examples again.
hypothesis_settings.register_profile(
    "suite",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("suite")


def kinds_missing() -> list[str]:
    """Return the kinds of tests that cannot run on this machine."""
    has_services = bool(settings.REDIS_URL) and not settings.IS_EMBEDDED
    has_binaries = all(map(binary, ("initdb", "pg_ctl", "redis-server")))
    has = {
        "browser": bool(chromium()),
        "services": has_services,
        "office": bool(shutil.which("soffice")),
        "faults": has_services and has_binaries,
    }
    return [kind for kind in NEEDS if not has[kind]]


def pytest_configure(config):
    """With CI set, a missing browser or office is a failure, not a shorter run."""
    lacking = {"browser", "office"}.intersection(kinds_missing())
    if os.environ.get("CI") and lacking:
        reasons = "; ".join(NEEDS[kind] for kind in sorted(lacking))
        raise pytest.UsageError(f"CI is set, and {reasons}")


def kind_of(item: pytest.Item) -> str | None:
    """Return which of NEEDS a test is, by its directory."""
    kind = item.path.parent.name
    return kind if kind in NEEDS else None


def pytest_itemcollected(item):
    """Mark a test by its kind, for ``-m browser``."""
    if kind := kind_of(item):
        item.add_marker(kind)


class KindTogether(LoadScopeScheduling):
    """Hands tests to xdist workers one by one, but a whole kind to one of them.

    That worker starts the product once.
    """

    def _split_scope(self, nodeid: str) -> str:
        kind = PurePosixPath(nodeid.partition("::")[0]).parent.name
        return kind if kind in NEEDS else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Distribute by kind."""
    return KindTogether(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what cannot run here, and begin with the kinds that take longest."""
    left_out = [item for item in items if kind_of(item) in kinds_missing()]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if item not in left_out]
    items[:] = sorted(kept, key=lambda item: kind_of(item) is None)


def pytest_terminal_summary(terminalreporter):
    """Say at the end, where everybody looks, what did not run and why."""
    for kind in kinds_missing():
        terminalreporter.write_line(f"{kind} tests left out: {NEEDS[kind]}")


def load_plan() -> None:
    """Load the unions and the plan into the test database."""
    call_command("loaddata", *FIXTURES, verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the plan into the fresh test database, and again after every flush."""
    with django_db_blocker.unblock():
        load_plan()
    with triggers.lifted_for_flush(then=load_plan):
        yield


@pytest.fixture
def plan(db) -> Plan:
    """Return the plan of 2024."""
    return Plan.objects.get(year=2024)
