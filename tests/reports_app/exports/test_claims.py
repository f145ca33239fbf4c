"""Workers take exports on by compare-and-set, and a killed one is noticed."""

from datetime import timedelta

import pytest

from reports_app.actions.exports import (
    GIVEN_UP_AFTER,
    SILENT_AFTER,
    Claim,
    ClaimLostError,
    MadeFile,
    claim_next_export,
    fail_export,
    finish_export,
    report_progress,
)
from reports_app.enums import ExportFailure, ExportState
from reports_app.models import Export
from tests.people import NOW
from tests.reports_app.exports.making import asked
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
FILE = MadeFile(name="a.xlsx", size=7, sha256="0" * 64)


def test_the_oldest_comes_first_and_each_once(people):
    later = asked(people.leader, at=NOW + SECOND)
    first = asked(people.auditor, at=NOW)
    at = NOW + 2 * SECOND
    assert claim_next_export(at=at) == Claim(first.pk, at)
    assert claim_next_export(at=at) == Claim(later.pk, at)
    assert claim_next_export(at=at) is None


def test_a_worker_that_tells_of_itself_keeps_its_claim(people):
    asked(people.leader)
    claim = claim_next_export(at=NOW)
    for step in range(1, 5):
        at = NOW + step * SILENT_AFTER
        claim = report_progress(claim=claim, done=step, total=9, at=at)
        assert claim_next_export(at=at + SILENT_AFTER) is None
    export = Export.objects.get()
    assert (export.steps_done, export.steps_total) == (4, 9)


def test_what_a_killed_worker_left_is_taken_on_again(people):
    asked(people.leader)
    killed = report_progress(
        claim=claim_next_export(at=NOW), done=5, total=9, at=NOW + SECOND
    )
    at = NOW + SILENT_AFTER + 2 * SECOND
    successor = claim_next_export(at=at)
    assert successor == Claim(killed.export_id, at)
    assert Export.objects.get().steps_done == 0


def test_a_worker_that_was_only_slow_can_change_nothing_any_more(people):
    asked(people.leader)
    slow = claim_next_export(at=NOW)
    at = NOW + SILENT_AFTER + SECOND
    successor = claim_next_export(at=at)
    with pytest.raises(ClaimLostError):
        report_progress(claim=slow, done=1, total=9, at=at)
    with pytest.raises(ClaimLostError):
        finish_export(claim=slow, file=FILE, at=at)
    fail_export(claim=slow, failure=ExportFailure.DEFECT, at=at)
    assert Export.objects.get().state == ExportState.RUNNING
    finish_export(claim=successor, file=FILE, at=at)
    assert Export.objects.get().state == ExportState.DONE


def test_one_that_keeps_killing_its_workers_ends(people):
    export = asked(people.leader)
    at = NOW
    while (claim := claim_next_export(at=at)) is not None:
        assert at <= NOW + GIVEN_UP_AFTER + SILENT_AFTER
        at = claim.claimed_at + SILENT_AFTER + SECOND
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert export.failure == ExportFailure.INTERRUPTED
    assert export.finished_at == at


def test_one_that_only_waited_long_is_not_given_up(people):
    asked(people.leader)
    at = NOW + 10 * GIVEN_UP_AFTER
    assert claim_next_export(at=at) is not None


def test_a_finished_one_has_its_receipt(people):
    asked(people.leader)
    finish_export(claim=claim_next_export(at=NOW), file=FILE, at=NOW + SECOND)
    export = Export.objects.get()
    assert (export.file_name, export.file_size) == ("a.xlsx", 7)
    assert export.sha256 == FILE.sha256
    assert export.finished_at == NOW + SECOND
    event = AuditEvent.objects.get(action="export.finished")
    assert event.person is None
    assert event.detail["sha256"] == FILE.sha256


def test_a_failed_one_says_why(people):
    asked(people.leader)
    claim = claim_next_export(at=NOW)
    fail_export(claim=claim, failure=ExportFailure.STORAGE, at=NOW + SECOND)
    export = Export.objects.get()
    assert (export.state, export.failure) == ("failed", "storage")
    assert AuditEvent.objects.get(action="export.failed").detail["failure"] == "storage"
    assert claim_next_export(at=NOW + GIVEN_UP_AFTER) is None
