"""Workbooks made by a process of its own: once each, and never half."""

import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction
from openpyxl import load_workbook

from reports_app.actions.exports import SILENT_AFTER
from reports_app.enums import ExportState
from reports_app.models import Export
from reports_app.queries.exports import stored_name
from targets_app.models import Target
from tests import factories
from tests.product import kill
from tests.reports_app.exports.making import asked, table
from unionplan.dispatcher import wake
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
HAVENS = "新建渝工港湾"
JOB = "reports_app.run_queued_exports"
DONE = (ExportState.DONE, "")
PATIENCE_SECONDS = 90


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def finished(export: Export) -> tuple[str, str]:
    """Return state and failure of an export that no worker works on any more."""

    def is_over() -> bool:
        export.refresh_from_db()
        return export.state not in (ExportState.QUEUED, ExportState.RUNNING)

    eventually(is_over)
    return export.state, export.failure


def is_somebody_waiting() -> bool:
    """Return whether a statement waits for a lock in this test's database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def accept_twelve(people) -> None:
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "12"}},
        roll_up=False,
    )


def test_a_worker_process_makes_the_workbook(
    people, autumn_2024, start_worker, tmp_path
):
    accept_twelve(people)
    export = asked(people.leader)
    with start_worker():
        wake(JOB)
        assert finished(export) == DONE

    path = tmp_path / "files" / stored_name(export.sha256)
    assert sha256(path.read_bytes()).hexdigest() == export.sha256
    [row] = [r for r in table(load_workbook(path), "指标") if r["编号"] == "4.1.2-1"]
    assert row["累计数"] == 12


def test_many_messages_make_one_file(people, autumn_2024, start_worker, tmp_path):
    export = asked(people.leader)
    for _number in range(5):
        wake(JOB)
    with start_worker():
        assert finished(export) == DONE
        wake(JOB)
        second = asked(people.leader)
        wake(JOB)
        assert finished(second) == DONE
    assert AuditEvent.objects.filter(action="export.finished").count() == 2
    stored = {path.name for path in (tmp_path / "files" / "exports").iterdir()}
    made = {stored_name(e.sha256).split("/")[1] for e in (export, second)}
    assert stored == made


def test_what_a_killed_worker_left_is_made_by_the_next(
    people, autumn_2024, start_worker, tmp_path
):
    accept_twelve(people)
    export = asked(people.leader)
    with start_worker() as first:
        with transaction.atomic():
            # The mark makes the worker wait for this row in the middle of its work.
            Target.objects.select_for_update().get(name=HAVENS)
            wake(JOB)
            assert eventually(is_somebody_waiting)
            kill(first)
        export.refresh_from_db()
        assert export.state == ExportState.RUNNING

    long_ago = export.claimed_at - SILENT_AFTER - timedelta(seconds=1)
    Export.objects.update(claimed_at=long_ago)
    with start_worker():
        wake(JOB)
        assert finished(export) == DONE
    assert AuditEvent.objects.filter(action="export.finished").count() == 1
    assert (tmp_path / "files" / stored_name(export.sha256)).exists()
