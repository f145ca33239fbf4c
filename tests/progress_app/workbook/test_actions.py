"""Confirming: every line or none, once, whoever else writes at the same time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from progress_app.actions.errors import PeriodClosedError
from progress_app.actions.uploads import (
    KEPT_FOR,
    UploadAppliedError,
    UploadExpiredError,
    UploadRefusedError,
    apply_upload,
    keep_upload,
)
from progress_app.models import Entry, WorkbookUpload
from progress_app.queries.uploads import preview_of
from progress_app.rules.returned import Content
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION
from tests.progress_app.test_concurrency import at_once, kinds
from tests.progress_app.workbook.forms import filled, made, read
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db(transaction=True)

VALUES = {
    (HAVENS, "quantity"): 1,
    (MEMBERS, "quantity"): 2,
    (PENSION, "quantity"): 3,
}
TARGETS = (HAVENS, MEMBERS, PENSION)


def kept(submission, person, values=VALUES, *, data=b"", key=None) -> WorkbookUpload:
    data = data or filled(made(submission), values).data
    return keep_upload(
        submission=submission,
        content=read(submission, data),
        data=data,
        file_name="填报表.xlsx",
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
    )


@pytest.fixture
def upload(people, submission):
    return kept(submission, people.reporter)


def applying(upload, person, *, at=NOW, key=None):
    return lambda: apply_upload(
        upload=upload, person_id=person.pk, at=at, client_key=key or uuid4()
    )


def quantities(submission) -> list[int | None]:
    rows = Entry.objects.filter(submission=submission)
    found = dict(rows.values_list("target__name", "quantity"))
    return [found[target] for target in TARGETS]


def test_what_was_read_survives_the_database(submission, upload):
    stored = WorkbookUpload.objects.get()
    content = Content.from_json(stored.content)

    assert content == read(submission, filled(made(submission), VALUES).data)
    assert len(preview_of(stored).changes) == 3
    assert Content.from_json({}) == Content()


def test_confirming_returns_how_many_lines_were_written(submission, upload, people):
    assert applying(upload, people.reporter)() == 3
    assert quantities(submission) == [1, 2, 3]


def test_many_confirmations_at_once_write_once(submission, upload, people):
    answers = at_once(*[applying(upload, people.reporter)] * 6)

    assert kinds(answers) == {"int": 1, "UploadAppliedError": 5}
    assert quantities(submission) == [1, 2, 3]
    assert AuditEvent.objects.filter(action="entry.saved").count() == 3
    assert AuditEvent.objects.filter(action="workbook.applied").count() == 1


def test_a_save_at_the_same_moment_leaves_all_or_nothing(submission, upload, people):
    def saving():
        return factories.saved(
            submission, people.colleague, {PENSION: {"quantity": "9"}}
        )

    saved, applied = at_once(saving, applying(upload, people.reporter))

    if isinstance(applied, UploadRefusedError):
        assert quantities(submission) == [None, None, 9]
        assert not AuditEvent.objects.filter(action="workbook.applied").exists()
    else:
        assert (applied, len(saved.stale)) == (3, 1)
        assert quantities(submission) == [1, 2, 3]


def test_a_stale_line_leaves_no_trace_of_the_others(submission, upload, people):
    factories.saved(submission, people.colleague, {PENSION: {"quantity": "9"}})
    receipts = Receipt.objects.count()

    with pytest.raises(UploadRefusedError) as refused:
        applying(upload, people.reporter)()

    [fault] = refused.value.preview.faults
    assert (fault.typed, fault.stands, fault.by) == ("3", "9", people.colleague)
    assert quantities(submission) == [None, None, 9]
    assert Receipt.objects.count() == receipts
    assert not AuditEvent.objects.filter(action="workbook.applied").exists()


def test_an_upload_can_be_confirmed_for_a_day(submission, upload, people):
    last = NOW + KEPT_FOR - timedelta(seconds=1)

    with pytest.raises(UploadExpiredError):
        applying(upload, people.reporter, at=NOW + KEPT_FOR)()
    assert applying(upload, people.reporter, at=last)() == 3
    with pytest.raises(UploadAppliedError):
        applying(upload, people.reporter, at=NOW + KEPT_FOR)()


def test_a_locked_period_takes_nothing(submission, upload, people):
    WorkbookUpload.objects.update(expires_at=NOW + timedelta(days=60))

    with pytest.raises(PeriodClosedError):
        applying(upload, people.reporter, at=NOW + timedelta(days=30))()

    assert quantities(submission) == [None, None, None]


def test_an_upload_without_a_change_is_refused(submission, people):
    upload = kept(submission, people.reporter, {})

    with pytest.raises(UploadRefusedError) as refused:
        applying(upload, people.reporter)()

    preview = refused.value.preview
    assert (preview.changes, preview.fault_count) == ((), 0)
    assert preview.unchanged == submission.entries.count()


def test_one_key_keeps_one_upload(submission, people):
    key, data = uuid4(), made(submission)
    first = kept(submission, people.reporter, data=data, key=key)

    with pytest.raises(AlreadyDoneError) as done:
        kept(submission, people.reporter, data=data, key=key)
    with pytest.raises(KeyReusedError):
        kept(submission, people.reporter, {(HAVENS, "quantity"): 7}, key=key)

    assert done.value.response == {"upload": str(first.pk)}
    assert WorkbookUpload.objects.count() == 1


def test_taking_in_a_form_is_told_in_the_audit_trail(submission, upload):
    event = AuditEvent.objects.get(action="workbook.uploaded")

    assert event.subject == f"upload:{upload.pk}"
    assert event.union_id == submission.union_id
    assert event.detail == {
        "submission": submission.pk,
        "size": upload.size,
        "sha256": upload.sha256,
    }
