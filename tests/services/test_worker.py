"""Jobs in a process of their own: nothing marked is lost, whatever happens to it."""

import subprocess
import sys

import pytest
from django.db import transaction

from progress_app.models import Rollup, RollupMark
from targets_app.models import Target
from tests import factories
from tests.product import ROOT, kill
from tests.services.patience import eventually, is_somebody_waiting
from unionplan.dispatcher import wake

pytestmark = pytest.mark.django_db(transaction=True)
HAVENS = "新建渝工港湾"


def accept_twelve(people) -> None:
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "12"}},
        roll_up=False,
    )


def city_quantity():
    return (
        Rollup.objects.filter(
            target__name=HAVENS, union__short_name="市总工会", period__number=10
        )
        .values_list("quantity", flat=True)
        .first()
    )


def test_a_worker_process_sums_what_was_accepted(people, start_worker):
    accept_twelve(people)
    with start_worker():
        wake("progress_app.roll_up_marked")

        assert eventually(lambda: not RollupMark.objects.exists())
    assert city_quantity() == 12


def test_a_message_waits_for_a_worker_that_is_not_there_yet(people, start_worker):
    accept_twelve(people)
    wake("progress_app.roll_up_marked")

    with start_worker():
        assert eventually(lambda: not RollupMark.objects.exists())
    assert city_quantity() == 12


def test_a_worker_killed_in_the_middle_loses_no_mark(people, start_worker):
    accept_twelve(people)
    with start_worker() as first:
        with transaction.atomic():
            Target.objects.select_for_update().get(name=HAVENS)
            wake("progress_app.roll_up_marked")
            assert eventually(is_somebody_waiting)
            kill(first)
        assert RollupMark.objects.exists()

    with start_worker():
        wake("progress_app.roll_up_marked")
        assert eventually(lambda: not RollupMark.objects.exists())
    assert city_quantity() == 12


def test_a_broker_that_is_away_costs_a_warning_not_the_request(worker_environment):
    away = {**worker_environment, "REDIS_URL": "redis://127.0.0.1:1/0"}
    code = "from unionplan.dispatcher import wake; wake('x'); print('went on')"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=away, capture_output=True, text=True
    )

    assert done.stdout == "went on\n"
    assert "broker away" in done.stderr
