"""The embedded mode's jobs: a real worker and beat as threads."""

import threading

import pytest
from django.db import connections

from progress_app.models import Rollup, RollupMark
from tests import factories
from tests.services.patience import eventually
from unionplan.celery import app
from unionplan.dispatcher import wake
from unionplan.embedded import Jobs

pytestmark = pytest.mark.django_db(transaction=True)
PROBE = "tests.probe"


@pytest.fixture
def jobs():
    running = Jobs()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def probe():
    """A job that notes the thread it ran in and the connection it used."""
    seen = []

    @app.task(name=PROBE)
    def look() -> None:
        connection = connections["default"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen.append((threading.current_thread(), connection))

    yield seen
    del app.tasks[PROBE]


def test_jobs_run_outside_the_request_and_close_their_connections(plan, probe, jobs):
    for _ in range(5):
        wake(PROBE)

    assert eventually(lambda: len(probe) == 5)
    assert threading.main_thread() not in {thread for thread, _connection in probe}
    assert eventually(lambda: all(used.connection is None for _thread, used in probe))


def test_what_is_accepted_is_summed_when_the_worker_is_woken(people, jobs):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"新建渝工港湾": {"quantity": "12"}},
        roll_up=False,
    )

    wake("progress_app.roll_up_marked")

    assert eventually(lambda: not RollupMark.objects.exists())
    city = Rollup.objects.get(
        target__name="新建渝工港湾", union__short_name="市总工会", period__number=10
    )
    assert city.quantity == 12


def test_beat_sweeps_without_being_woken(people, jobs):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"新建渝工港湾": {"quantity": "12"}},
        roll_up=False,
    )

    assert eventually(lambda: not RollupMark.objects.exists())


def test_they_stop_when_told_and_can_start_again(plan, probe):
    for _ in range(2):
        running = Jobs()
        running.start()
        running.stop()

        assert not any(
            thread.name in ("worker", "beat") for thread in threading.enumerate()
        )
