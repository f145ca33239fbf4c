"""A filled-in form: taken in to be looked at, then written all at once or not at all."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from progress_app.actions.errors import ActionRefusedError
from progress_app.actions.submissions import CellInput, save_cells
from progress_app.enums import UploadState
from progress_app.models import Submission, WorkbookUpload
from progress_app.queries.uploads import Preview, is_expired, preview_of
from progress_app.rules.returned import Content
from unions_app.actions import Happening, record, take_receipt

KEPT_FOR = timedelta(days=1)


class UploadExpiredError(ActionRefusedError):
    """The upload is too old to be confirmed: what it said may no longer be meant."""


class UploadAppliedError(ActionRefusedError):
    """The upload has been written already."""


class UploadRefusedError(ActionRefusedError):
    """Nothing was written; ``preview`` says why, as things stand now."""

    def __init__(self, preview: Preview) -> None:
        """Keep what stands in the way."""
        super().__init__(preview.fault_count)
        self.preview = preview


@transaction.atomic
def keep_upload(
    *,
    submission: Submission,
    content: Content,
    data: bytes,
    file_name: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> WorkbookUpload:
    """Keep what was read from a form until it is confirmed; the file itself is not.

    What nobody confirmed in time is cleared away. Errors: AlreadyDoneError with
    {"upload": id} for the same file sent again.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    receipt = take_receipt(
        key=client_key,
        person_id=person_id,
        body=["upload", submission.pk, sha256],
        at=at,
    )
    overdue = WorkbookUpload.objects.filter(
        state=UploadState.PREVIEWED, expires_at__lte=at
    )
    overdue.delete()
    upload = WorkbookUpload.objects.create(
        submission=submission,
        uploaded_by_id=person_id,
        uploaded_at=at,
        expires_at=at + KEPT_FOR,
        file_name=file_name,
        size=len(data),
        sha256=sha256,
        content=content.to_json(),
    )
    happening = Happening(
        action="workbook.uploaded",
        subject=f"upload:{upload.pk}",
        union_id=submission.union_id,
        detail={"submission": submission.pk, "size": upload.size, "sha256": sha256},
    )
    record(happenings=[happening], person_id=person_id, at=at)
    receipt.response = {"upload": str(upload.pk)}
    receipt.save(update_fields=["response"])
    return upload


@transaction.atomic
def apply_upload(
    *, upload: WorkbookUpload, person_id: int, at: datetime, client_key: UUID
) -> int:
    """Write every change of an upload, as the grid would; return how many lines.

    Any line that cannot be written leaves all of them unwritten. The upload comes with
    its return and period. Errors: UploadExpiredError, UploadAppliedError,
    UploadRefusedError, PeriodClosedError; KeyReusedError of ``take_receipt``.
    """
    submission = upload.submission
    upload = WorkbookUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == UploadState.APPLIED:
        raise UploadAppliedError
    if is_expired(upload, at=at):
        raise UploadExpiredError
    preview = preview_of(upload)
    if not preview.can_be_applied:
        raise UploadRefusedError(preview)
    outcome = save_cells(
        submission=submission,
        cells=[CellInput(row.entry_id, row.version, row.raw) for row in preview.rows],
        person_id=person_id,
        at=at,
        client_key=client_key,
    )
    if outcome.stale or outcome.shut or outcome.refused:
        # Somebody was faster since the preview above: the transaction is undone.
        raise UploadRefusedError(preview_of(upload))
    # After the lines: everyone locks those before the audit trail's head.
    happening = Happening(
        action="workbook.applied",
        subject=f"submission:{submission.pk}",
        union_id=submission.union_id,
        detail={"upload": str(upload.pk), "sha256": upload.sha256},
    )
    record(happenings=[happening], person_id=person_id, at=at)
    upload.state, upload.applied_at, upload.content = UploadState.APPLIED, at, {}
    upload.save(update_fields=["state", "applied_at", "content"])
    return len(outcome.saved)
