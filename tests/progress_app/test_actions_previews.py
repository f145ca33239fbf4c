"""Pictures of evidence: drawn once, kept beside the file, gone with it."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from progress_app.actions.errors import EvidenceMissingError
from progress_app.actions.evidence import (
    attach_evidence,
    record_evidence_read,
    remove_evidence,
)
from progress_app.actions.previews import NOT_DRAWABLE, preview_name, preview_of
from progress_app.models import Evidence
from tests import factories
from tests.people import NOW
from tests.progress_app.files import docx, upload
from tests.progress_app.pictures import bomb, pdf, picture
from unionplan.lib.previews import is_whole
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


@pytest.fixture
def attached(people):
    """Attach a file with this content to 万州区's line of October."""
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "5"}})
    entry = factories.entry_for(submission, HAVENS)

    def done(content: bytes) -> Evidence:
        return attach_evidence(
            entry_id=entry.pk,
            upload=upload("现场.png", content),
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    return done


def overwrite(name: str, content: bytes) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def kept(evidence: Evidence) -> bytes:
    with default_storage.open(preview_name(evidence)) as stored:
        return stored.read()


@pytest.mark.parametrize("content", [picture(), picture("JPEG"), pdf()])
def test_a_picture_is_drawn_once_and_kept(attached, content):
    evidence = attached(content)

    drawn = preview_of(evidence)

    assert is_whole(drawn)
    assert kept(evidence) == drawn
    # What is kept is what is shown next time.
    overwrite(preview_name(evidence), b"\xff\xd8\xffanother\xff\xd9")
    assert preview_of(evidence) == b"\xff\xd8\xffanother\xff\xd9"


def test_what_cannot_be_drawn_is_tried_once(attached):
    evidence = attached(bomb())

    assert preview_of(evidence) is None
    assert kept(evidence) == NOT_DRAWABLE
    overwrite(evidence.stored_name, picture())
    assert preview_of(evidence) is None


def test_a_document_has_no_picture_and_leaves_none(attached):
    evidence = attached(docx())

    assert preview_of(evidence) is None
    assert not default_storage.exists(preview_name(evidence))


@pytest.mark.parametrize("half", [b"", b"\xff\xd8\xffhalf"])
def test_a_picture_that_is_being_written_is_drawn_again(attached, half):
    evidence = attached(picture())
    overwrite(preview_name(evidence), half)

    assert is_whole(preview_of(evidence))
    directory = evidence.stored_name.rpartition("/")[0]
    own = evidence.stored_name.rpartition("/")[2]
    names = [n for n in default_storage.listdir(directory)[1] if n.startswith(own)]
    assert sorted(names) == [own, f"{own}.preview"]


def test_a_file_that_was_changed_on_the_disk_is_not_drawn(attached):
    evidence = attached(picture())
    overwrite(evidence.stored_name, picture("JPEG"))

    with pytest.raises(EvidenceMissingError):
        preview_of(evidence)
    assert not default_storage.exists(preview_name(evidence))


def test_the_picture_goes_with_its_file(
    attached, people, django_capture_on_commit_callbacks
):
    evidence = attached(picture())
    preview_of(evidence)

    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(
            evidence_id=evidence.pk,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    assert not default_storage.exists(evidence.stored_name)
    assert not default_storage.exists(preview_name(evidence))


def test_a_file_removed_while_it_is_drawn_leaves_no_picture(attached):
    evidence = attached(picture())
    Evidence.objects.filter(pk=evidence.pk).delete()

    preview_of(evidence)

    assert not default_storage.exists(preview_name(evidence))


@pytest.mark.parametrize("as_preview", [True, False])
def test_who_was_shown_a_picture_is_written_down(attached, people, as_preview):
    evidence = attached(picture())

    record_evidence_read(
        evidence=evidence,
        person_id=people.auditor.pk,
        at=NOW,
        as_preview=as_preview,
    )

    event = AuditEvent.objects.get(action="evidence.read")
    assert (event.person, event.detail["preview"]) == (people.auditor, as_preview)
