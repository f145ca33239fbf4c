"""Nightly jobs in real workers: once a night; and books compared under fire."""

import os
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from django.db import connection

from progress_app.actions.reconciliations import reconcile
from progress_app.models import Reconciliation, RollupMark
from tests import factories
from tests.services.patience import eventually
from unionplan.dispatcher import wake
from unions_app.models import AuditEvent, JobRun, WorkerSighting

pytestmark = pytest.mark.django_db(transaction=True)
JOBS = ("progress_app.reconcile_nightly", "unions_app.anchor_nightly")
TYPED = {
    "新建渝工港湾": {"quantity": "5"},
    "建会率": {"numerator": "8", "denominator": "9"},
}


def now() -> datetime:
    return datetime.now(UTC)


def is_done() -> bool:
    return JobRun.objects.filter(finished_at__isnull=False).count() == len(JOBS)


def test_many_beats_and_two_workers_make_one_night(
    people, plan, start_worker, tmp_path
):
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)

    with start_worker(), start_worker():
        for _beat in range(4):
            for job in (*JOBS, "unions_app.note_worker"):
                wake(job)
        assert eventually(is_done)
        for job in JOBS:
            wake(job)
        wake("progress_app.roll_up_marked")
        assert eventually(WorkerSighting.objects.exists)

    assert Reconciliation.objects.get().is_clean
    assert AuditEvent.objects.filter(action="chains.anchored").count() == 1
    assert len(os.listdir(tmp_path / "anchors")) == 1
    assert JobRun.objects.count() == len(JOBS)


def test_figures_that_pour_in_are_never_a_false_alarm(people, plan, start_worker):
    """While people are accepted and two workers sum, the books are compared."""
    found, is_over = [], Event()

    def compare():
        try:
            while not is_over.is_set():
                found.append(reconcile(plan_id=plan.pk, now=now))
        finally:
            connection.close()

    comparing = Thread(target=compare)
    with start_worker(), start_worker():
        comparing.start()
        try:
            for number in range(1, 10):
                for union, person in (
                    ("万州区", people.reporter),
                    ("江北区", people.stranger),
                ):
                    factories.accepted(
                        union,
                        person,
                        people.officer,
                        TYPED,
                        number=number,
                        roll_up=False,
                    )
                    wake("progress_app.roll_up_marked")
            # On a busy machine one comparison may take as long as all of them.
            assert eventually(lambda: len(found) > 1)
        finally:
            is_over.set()
            comparing.join(60)
        assert eventually(lambda: not RollupMark.objects.exists())

    assert [row.difference_count for row in found if row is not None] == [
        0 for row in found if row is not None
    ]
    assert reconcile(plan_id=plan.pk, now=now).sequence == 36
