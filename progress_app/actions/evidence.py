"""Evidence: files that support an entry or a correction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q

from progress_app.actions.errors import (
    AlreadyDecidedError,
    EvidenceKeptError,
    EvidenceRefusedError,
    GroundsMissingError,
    WrongStateError,
)
from progress_app.actions.previews import preview_name
from progress_app.actions.submissions import check_fillable
from progress_app.enums import EvidenceProblem
from progress_app.models import Correction, Entry, Evidence
from progress_app.rules.corrections import has_grounds, is_awaiting_decision
from progress_app.rules.evidence import MOST_BYTES, problem_with
from progress_app.rules.transitions import is_editable
from unionplan.lib.file_types import content_type_of
from unions_app.actions import Happening, record, take_receipt


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed over: what its owner calls it, and what is in it."""

    name: str
    content: "File[bytes]"


@transaction.atomic
def attach_evidence(
    *,
    entry_id: int | None = None,
    correction_id: int | None = None,
    upload: Upload,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Evidence:
    """Attach a file to an entry or to a correction; the caller has authorised it.

    An entry takes files while its reporter can change it, a correction until it is
    decided on. Errors: WrongStateError, PeriodClosedError, AlreadyDecidedError,
    EvidenceRefusedError; AlreadyDoneError for the same click again.
    """
    sha256 = sha256_of(upload)
    body = ["attach", entry_id, correction_id, upload.name, sha256]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entry, correction = _locked(entry_id, correction_id, at)
    evidence = keep(
        upload=upload, entry=entry, correction=correction, person_id=person_id, at=at
    )
    if correction is not None:
        _touch(correction)
    receipt.response = {"evidence": evidence.pk}
    receipt.save(update_fields=["response"])
    return evidence


@transaction.atomic
def remove_evidence(
    *, evidence_id: int, person_id: int, at: datetime, client_key: UUID
) -> None:
    """Take a file away again, as long as what it supports can still change.

    Errors: EvidenceKeptError, PeriodClosedError; GroundsMissingError for the last one of
    a correction that names no reference; Evidence.DoesNotExist when it is gone already;
    AlreadyDoneError for the same click again.
    """
    body = ["remove", evidence_id]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    evidence = Evidence.objects.get(pk=evidence_id)
    try:
        _entry, correction = _locked(evidence.entry_id, evidence.correction_id, at)
    except (WrongStateError, AlreadyDecidedError) as refusal:
        raise EvidenceKeptError from refusal
    # Somebody else may have taken it away before the lock was had.
    evidence = Evidence.objects.get(pk=evidence_id)
    if correction is not None:
        others = correction.evidence.exclude(pk=evidence.pk).count()
        if not has_grounds(files=others, reference=correction.reference):
            raise GroundsMissingError
        _touch(correction)
    _record("evidence.removed", evidence, person_id, at)
    evidence.delete()
    for stored in (evidence.stored_name, preview_name(evidence)):
        transaction.on_commit(partial(default_storage.delete, stored))
    receipt.response = {"removed": evidence_id}
    receipt.save(update_fields=["response"])


def keep(
    *,
    upload: Upload,
    entry: Entry | None,
    correction: Correction | None,
    person_id: int,
    at: datetime,
) -> Evidence:
    """Examine a file, store it, and write down what it is, in the caller's transaction.

    The file is stored last: until the transaction ends it is one that no row names.
    Errors: EvidenceRefusedError.
    """
    content = upload.content
    present = Evidence.objects.filter(entry=entry, correction=correction).count()
    size = content.size
    content_type = content_type_of(content) if size <= MOST_BYTES else None
    problem = problem_with(
        name=upload.name, size=size, content_type=content_type, present=present
    )
    if problem is not None or content_type is None:
        raise EvidenceRefusedError(problem or EvidenceProblem.UNKNOWN_TYPE)
    key = uuid4().hex
    evidence = Evidence.objects.create(
        entry=entry,
        correction=correction,
        name=upload.name,
        stored_name=f"evidence/{key[:2]}/{key}",
        size=size,
        sha256=sha256_of(upload),
        content_type=content_type,
        uploaded_by_id=person_id,
        uploaded_at=at,
    )
    _record("evidence.attached", evidence, person_id, at)
    content.seek(0)
    default_storage.save(evidence.stored_name, File(content))
    return evidence


def sha256_of(upload: Upload) -> str:
    """Return the SHA-256 of what is in a file."""
    digest = hashlib.sha256()
    for chunk in upload.content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _locked(
    entry_id: int | None, correction_id: int | None, at: datetime
) -> tuple[Entry | None, Correction | None]:
    """Lock what a file supports; it must still be open to change."""
    if correction_id is not None:
        correction = Correction.objects.select_for_update().get(pk=correction_id)
        if not is_awaiting_decision(correction.state):
            raise AlreadyDecidedError(correction)
        return None, correction
    rows = Entry.objects.select_related("submission__period")
    entry = rows.select_for_update(of=("self",)).get(pk=entry_id or 0)
    if not is_editable(entry.state):
        raise WrongStateError(entry)
    submission = entry.submission
    check_fillable(union_id=submission.union_id, period=submission.period, at=at)
    return entry, None


def _touch(correction: Correction) -> None:
    """Let who decides see that the evidence is another than before."""
    Correction.objects.filter(pk=correction.pk).update(version=F("version") + 1)


def _record(
    action: str, evidence: Evidence, person_id: int, at: datetime, **more: bool
) -> None:
    supported = Q(evidence=evidence.pk) | Q(corrections__evidence=evidence.pk)
    entry = Entry.objects.select_related("submission").get(supported)
    happening = Happening(
        action=action,
        subject=f"entry:{entry.pk}",
        union_id=entry.submission.union_id,
        detail={
            "evidence": evidence.pk,
            "correction": evidence.correction_id,
            "sha256": evidence.sha256,
            "size": evidence.size,
            **more,
        },
    )
    record(happenings=[happening], person_id=person_id, at=at)


def record_evidence_read(
    *, evidence: Evidence, person_id: int, at: datetime, as_preview: bool = False
) -> None:
    """Write down who was handed a file, or its picture: evidence may name people."""
    _record("evidence.read", evidence, person_id, at, preview=as_preview)
