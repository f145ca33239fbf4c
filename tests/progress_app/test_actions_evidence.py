"""Evidence: taken by its content, kept for ever once what it supports is accepted."""

import hashlib
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from progress_app.actions.errors import (
    AlreadyDecidedError,
    EvidenceKeptError,
    EvidenceMissingError,
    EvidenceRefusedError,
    GroundsMissingError,
    PeriodClosedError,
    WrongStateError,
)
from progress_app.actions.evidence import (
    attach_evidence,
    record_evidence_read,
    remove_evidence,
)
from progress_app.actions.previews import opened_evidence
from progress_app.actions.submissions import submit
from progress_app.models import Entry, Evidence
from progress_app.rules.evidence import MOST_BYTES
from tests import factories
from tests.people import NOW, access_to
from tests.progress_app import changes
from tests.progress_app.files import PDF, PNG, docx, upload, xlsx
from unionplan.lib import file_types
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"
TYPED = {HAVENS: {"quantity": "5"}}


@pytest.fixture
def entry(people):
    """Return 万州区's line of October, still a draft."""
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, TYPED)
    return factories.entry_for(submission, HAVENS)


@pytest.fixture
def correction(people):
    """Return a correction of September that rests on a file alone."""
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)
    accepted = Entry.objects.get(submission__period__number=9, target__name=HAVENS)
    return changes.proposed(accepted, people.reporter, reference="", uploads=[upload()])


def attach(person, file, *, key=None, at=NOW, **to):
    return attach_evidence(
        upload=file, person_id=person.pk, at=at, client_key=key or uuid4(), **to
    )


def remove(evidence, person, *, key=None, at=NOW):
    remove_evidence(
        evidence_id=evidence.pk, person_id=person.pk, at=at, client_key=key or uuid4()
    )


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("纪要.pdf", PDF, file_types.PDF),
        ("照片.jpg", PNG, file_types.PNG),
        ("=台账.xlsx", xlsx(), file_types.XLSX),
        ("没有扩展名", docx(), file_types.DOCX),
    ],
)
def test_a_file_is_what_its_content_says(entry, people, name, content, content_type):
    evidence = attach(people.reporter, upload(name, content), entry_id=entry.pk)

    evidence.refresh_from_db()
    assert (evidence.name, evidence.content_type) == (name, content_type)
    assert evidence.size == len(content)
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert (evidence.uploaded_by, evidence.uploaded_at) == (people.reporter, NOW)
    assert name not in evidence.stored_name
    with opened_evidence(evidence) as stored:
        assert stored.read() == content
    event = AuditEvent.objects.get(action="evidence.attached")
    assert event.subject == f"entry:{entry.pk}"
    assert event.detail["sha256"] == evidence.sha256
    assert name not in str(event.detail)


def test_the_stored_name_is_another_each_time(entry, people):
    names = {
        attach(people.reporter, upload(), entry_id=entry.pk).stored_name
        for _time in range(3)
    }

    assert len(names) == 3


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (upload(content=b""), "empty"),
        (upload(content=b"<html>"), "unknown_type"),
        (upload("a.pdf", xlsx("xl/vbaProject.bin")), "unknown_type"),
        (upload("x/y.pdf"), "bad_name"),
        (upload("a.pdf", PDF + bytes(MOST_BYTES)), "too_large"),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(entry, people, file, problem):
    receipts = Receipt.objects.count()

    with pytest.raises(EvidenceRefusedError) as refusal:
        attach(people.reporter, file, entry_id=entry.pk)

    assert refusal.value.problem == problem
    assert not Evidence.objects.exists()
    assert Receipt.objects.count() == receipts
    assert not AuditEvent.objects.filter(action="evidence.attached").exists()


def test_ten_are_enough(entry, people):
    for _time in range(10):
        attach(people.reporter, upload(), entry_id=entry.pk)

    with pytest.raises(EvidenceRefusedError) as refusal:
        attach(people.reporter, upload(), entry_id=entry.pk)

    assert refusal.value.problem == "too_many"


def test_what_was_handed_in_takes_no_file_and_loses_none(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)
    submit(
        submission=entry.submission,
        person_id=people.reporter.pk,
        at=NOW,
        client_key=uuid4(),
    )

    with pytest.raises(WrongStateError):
        attach(people.reporter, upload(), entry_id=entry.pk)
    with pytest.raises(EvidenceKeptError):
        remove(evidence, people.reporter)


def test_a_locked_period_takes_no_file_and_loses_none(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)
    locked = changes.end_of(factories.month(10).locks_on)

    with pytest.raises(PeriodClosedError):
        attach(people.reporter, upload(), entry_id=entry.pk, at=locked)
    with pytest.raises(PeriodClosedError):
        remove(evidence, people.reporter, at=locked)
    assert Evidence.objects.count() == 1


def test_a_draft_s_file_is_taken_away_with_all_of_it(
    entry, people, django_capture_on_commit_callbacks
):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)

    with django_capture_on_commit_callbacks(execute=True):
        remove(evidence, people.colleague)

    assert not Evidence.objects.exists()
    assert not default_storage.exists(evidence.stored_name)
    event = AuditEvent.objects.get(action="evidence.removed")
    assert (event.detail["evidence"], event.person) == (evidence.pk, people.colleague)


def test_a_removal_that_is_rolled_back_leaves_the_file(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)

    with transaction.atomic():
        remove(evidence, people.reporter)
        transaction.set_rollback(True)

    with opened_evidence(Evidence.objects.get()) as stored:
        assert stored.read() == PDF


def test_what_is_gone_is_not_removed_twice(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)
    key = uuid4()
    remove(evidence, people.reporter, key=key)

    with pytest.raises(AlreadyDoneError):
        remove_evidence(
            evidence_id=AuditEvent.objects.get(action="evidence.removed").detail[
                "evidence"
            ],
            person_id=people.reporter.pk,
            at=NOW,
            client_key=key,
        )
    with pytest.raises(Evidence.DoesNotExist):
        remove_evidence(
            evidence_id=10**6,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )


def test_another_file_makes_another_version_of_a_correction(correction, people):
    evidence = attach(people.reporter, upload(), correction_id=correction.pk)
    correction.refresh_from_db()
    assert (correction.version, correction.evidence.count()) == (1, 2)

    remove(evidence, people.reporter)

    correction.refresh_from_db()
    assert (correction.version, correction.evidence.count()) == (2, 1)


def test_the_last_ground_of_a_correction_stays(correction, people):
    with pytest.raises(GroundsMissingError):
        remove(correction.evidence.get(), people.reporter)

    assert correction.evidence.count() == 1


def test_a_decided_correction_keeps_its_evidence_for_ever(correction, people):
    evidence = correction.evidence.get()
    changes.accepted(correction, people.officer)

    with pytest.raises(EvidenceKeptError):
        remove(evidence, people.reporter)
    with pytest.raises(AlreadyDecidedError):
        attach(people.reporter, upload(), correction_id=correction.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).delete()


def test_an_accepted_entry_keeps_its_evidence_for_ever(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)
    factories.accepted("万州区", people.reporter, people.officer, TYPED)

    with pytest.raises(EvidenceKeptError):
        remove(evidence, people.reporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).delete()


@pytest.mark.parametrize("spoilt", [{"entry": None}, {"size": 0}])
def test_the_database_refuses_evidence_of_nothing(entry, people, spoilt):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**spoilt)


def test_evidence_of_two_things_is_refused(entry, correction, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(correction=correction)


def test_a_file_that_is_not_what_was_stored_is_not_handed_out(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)
    with default_storage.open(evidence.stored_name, "wb") as stored:
        stored.write(b"%PDF-1.7 another")
    with pytest.raises(EvidenceMissingError):
        opened_evidence(evidence)

    default_storage.delete(evidence.stored_name)
    with pytest.raises(EvidenceMissingError):
        opened_evidence(evidence)


def test_who_was_handed_a_file_is_written_down(entry, people):
    evidence = attach(people.reporter, upload(), entry_id=entry.pk)

    record_evidence_read(evidence=evidence, person_id=people.auditor.pk, at=NOW)

    event = AuditEvent.objects.get(action="evidence.read")
    assert (event.person, event.detail["evidence"]) == (people.auditor, evidence.pk)


@pytest.mark.parametrize(
    ("persona", "of_draft", "of_correction"),
    [
        ("reporter", True, True),
        ("colleague", True, True),
        ("officer", False, True),
        ("other_officer", False, False),
        ("stranger", False, False),
        ("approver", False, False),
        ("leader", False, False),
        ("administrator", False, False),
        ("auditor", True, True),
        ("nobody", False, False),
    ],
)
def test_who_may_read_what(entry, correction, people, persona, of_draft, of_correction):
    draft = attach(people.reporter, upload(), entry_id=entry.pk)
    seen = Evidence.objects.visible_to(access_to(getattr(people, persona)))

    assert seen.filter(pk=draft.pk).exists() is of_draft
    assert seen.filter(correction=correction).exists() is of_correction
