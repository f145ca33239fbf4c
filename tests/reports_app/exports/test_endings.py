"""How an order ends otherwise: called off, told of, given once more; and who is first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from reports_app.actions.exports import (
    ClaimLostError,
    FinishedAlreadyError,
    cancel_export,
    claim_next_export,
    fail_export,
    report_progress,
)
from reports_app.actions.making import Work, make_export
from reports_app.enums import ExportFailure, ExportState
from reports_app.models import Export
from tests.people import NOW
from tests.reports_app.exports.making import asked, made, run
from tests.reports_app.publications.making import published
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent, Notice

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def stored_files() -> set[str]:
    if not default_storage.exists("exports"):
        return set()
    return set(default_storage.listdir("exports")[1])


def called_off(export: Export, person, **changes) -> Export:
    arguments = {"person_id": person.pk, "at": NOW, "client_key": uuid4()}
    cancel_export(export=export, **{**arguments, **changes})
    export.refresh_from_db()
    return export


def test_what_waits_is_called_off_and_never_made(people, autumn_2024):
    export = called_off(asked(people.leader), people.leader)
    assert (export.state, export.finished_at) == (ExportState.CANCELLED, NOW)
    assert claim_next_export(at=NOW) is None
    assert run(export).state == ExportState.CANCELLED
    event = AuditEvent.objects.get(action="export.cancelled")
    assert (event.person, event.subject) == (people.leader, f"export:{export.pk}")


def test_the_worker_notices_at_its_next_step(posted):
    export = asked(posted.leader)
    claim = claim_next_export(at=NOW)
    called_off(export, posted.leader)
    with pytest.raises(ClaimLostError):
        report_progress(claim=claim, done=1, total=9, at=NOW + SECOND)


def test_what_was_made_of_it_is_thrown_away(people):
    export = asked(people.leader)
    claim, before = claim_next_export(at=NOW), stored_files()

    def now():
        """Call it off when only the finish is left."""
        row = Export.objects.get()
        if row.steps_total and row.steps_done == row.steps_total:
            Export.objects.update(state=ExportState.CANCELLED)
        return NOW

    with pytest.raises(ClaimLostError):
        make_export(work=Work(claim=claim, now=now))
    export.refresh_from_db()
    assert (export.state, export.sha256) == (ExportState.CANCELLED, "")
    assert stored_files() <= before


def test_what_has_ended_is_not_called_off(people):
    export = made(people.leader)
    with pytest.raises(FinishedAlreadyError):
        called_off(export, people.leader)
    export.refresh_from_db()
    assert export.state == ExportState.DONE


def test_the_same_click_again_calls_off_once(people):
    export, key = asked(people.leader), uuid4()
    called_off(export, people.leader, client_key=key)
    with pytest.raises(AlreadyDoneError):
        called_off(export, people.leader, client_key=key)


def test_one_called_off_makes_room_for_another(people):
    waiting = [asked(people.leader) for _number in range(3)]
    called_off(waiting[0], people.leader)
    assert asked(people.leader).state == ExportState.QUEUED


def test_who_asked_is_told_when_it_is_there(people):
    export = made(people.leader)
    notice = Notice.objects.get(kind="exported")
    assert (notice.person, notice.subject) == (people.leader, f"export:{export.pk}")
    assert notice.texts["zh-hans"]["title"].startswith("工作簿可以下载了")
    assert notice.texts["en"]["title"].startswith("Workbook ready to download")
    assert export.sha256 in notice.texts["zh-hans"]["body"]


def test_who_asked_is_told_why_it_is_not(people):
    asked(people.leader)
    claim = claim_next_export(at=NOW)
    fail_export(claim=claim, failure=ExportFailure.STORAGE, at=NOW)
    notice = Notice.objects.get(kind="exported")
    assert notice.title.startswith("工作簿没有生成")
    assert notice.body == str(ExportFailure.STORAGE.label)


def test_who_waits_comes_before_the_files_of_a_publication(people):
    published(people.administrator)
    files = Export.objects.filter(publication__isnull=False)
    assert files.count() == 2
    export = asked(people.leader, at=NOW + timedelta(hours=1))
    at = NOW + timedelta(hours=2)
    assert claim_next_export(at=at).export_id == export.pk
    assert claim_next_export(at=at).export_id in files.values_list("pk", flat=True)


def test_nobody_is_told_of_a_publications_files(people):
    published(people.administrator)
    claim = claim_next_export(at=NOW)
    fail_export(claim=claim, failure=ExportFailure.STORAGE, at=NOW)
    assert not Notice.objects.filter(kind="exported").exists()
