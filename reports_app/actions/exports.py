"""The life of an export's row: asked for, claimed, done or failed, fetched."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import ledger_sequence
from reports_app.actions.export_notices import tell_of_export
from reports_app.enums import ExportFailure, ExportKind, ExportState
from reports_app.models import Export
from reports_app.querysets import ExportQuerySet
from reports_app.rules.choices import EVERYTHING, Choices, stored
from tasks_app.models import Plan
from unions_app.actions import Happening, record, take_receipt

MOST_UNFINISHED = 3
"""How many workbooks one person may have waiting."""
SILENT_AFTER = timedelta(minutes=3)
"""A worker reports every few seconds: one that has not for so long was killed."""
GIVEN_UP_AFTER = timedelta(minutes=30)
"""An export that keeps killing its workers ends here, and says so."""


class TooManyUnfinishedError(Exception):
    """The person has several workbooks waiting already."""


class FinishedAlreadyError(Exception):
    """The export has ended: there is nothing left to call off."""


class ClaimLostError(Exception):
    """The export was called off or taken over: what is made here is not wanted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on an export, until another one finds it silent."""

    export_id: UUID
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class MadeFile:
    """The receipt of a finished file."""

    name: str
    size: int
    sha256: str
    ending: str = "xlsx"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: a kind of file, of a plan, with these choices, as of when."""

    plan: Plan
    language: str
    as_of: AsOf
    kind: ExportKind = ExportKind.WORKBOOK
    choices: Choices = EVERYTHING


@transaction.atomic
def request_export(
    *,
    order: Order,
    is_demonstration: bool,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Export:
    """Ask for a file of the ledger as it stands now, or stood at a past moment.

    The caller has authorised.

    Errors: TooManyUnfinishedError; AlreadyDoneError with {"export": id} for the same
    click again.
    """
    told, choices = order.as_of, stored(order.choices)
    body = [
        "export",
        order.plan.pk,
        order.language,
        told.text,
        str(order.kind.value),
        json.dumps(choices, sort_keys=True),
    ]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    waiting = Export.objects.filter(requested_by=person_id).unfinished()
    if waiting.count() >= MOST_UNFINISHED:
        raise TooManyUnfinishedError
    export = Export.objects.create(
        plan=order.plan,
        kind=order.kind,
        choices=choices,
        requested_by_id=person_id,
        requested_at=at,
        as_of_sequence=min(told.sequence, ledger_sequence()),
        as_of_at=told.at,
        as_of_text=told.text,
        language=order.language,
        is_demonstration=is_demonstration,
    )
    record_export(export, "requested", person_id=person_id, at=at)
    receipt.response = {"export": str(export.pk)}
    receipt.save(update_fields=["response"])
    return export


@transaction.atomic
def cancel_export(
    *, export: Export, person_id: int, at: datetime, client_key: UUID
) -> None:
    """Call off what waits or is being made; its worker notices and keeps nothing.

    Errors: FinishedAlreadyError; AlreadyDoneError for the same click again.
    """
    take_receipt(
        key=client_key, person_id=person_id, body=["cancel", str(export.pk)], at=at
    )
    waiting = Export.objects.filter(pk=export.pk, publication__isnull=True).unfinished()
    if not waiting.update(state=ExportState.CANCELLED, finished_at=at):
        raise FinishedAlreadyError
    record_export(export, "cancelled", person_id=person_id, at=at)


def claim_next_export(*, at: datetime) -> Claim | None:
    """Take on the oldest export that waits, or that a killed worker left; or None.

    What a person waits for comes before the files of publications.
    Compare-and-set: of two workers that see the same row one gets it. An export that
    has been abandoned for too long fails instead.
    """
    silent_since = at - SILENT_AFTER
    _give_up(silent_since=silent_since, at=at)
    rows = Export.objects.claimable(silent_since).people_first()
    for pk, state, claimed_at in rows.values_list("pk", "state", "claimed_at"):
        taken = Export.objects.filter(pk=pk, state=state, claimed_at=claimed_at).update(
            state=ExportState.RUNNING, claimed_at=at, steps_done=0, steps_total=0
        )
        if taken:
            return Claim(pk, at)
    return None


def _give_up(*, silent_since: datetime, at: datetime) -> None:
    rows = Export.objects.abandoned(silent_since).filter(
        requested_at__lt=at - GIVEN_UP_AFTER
    )
    for pk, claimed_at in rows.values_list("pk", "claimed_at"):
        if claimed_at is not None:
            claim = Claim(pk, claimed_at)
            fail_export(claim=claim, failure=ExportFailure.INTERRUPTED, at=at)


def report_progress(*, claim: Claim, done: int, total: int, at: datetime) -> Claim:
    """Tell how far the work is; return the claim, renewed.

    Not in the work's transaction, so that whoever waits sees it. Errors:
    ClaimLostError.
    """
    renewed = _held(claim).update(steps_done=done, steps_total=total, claimed_at=at)
    if not renewed:
        raise ClaimLostError
    return Claim(claim.export_id, at)


@transaction.atomic
def finish_export(*, claim: Claim, file: MadeFile, at: datetime) -> None:
    """Say that the file is there. Errors: ClaimLostError."""
    finished = _held(claim).update(
        state=ExportState.DONE,
        finished_at=at,
        file_name=file.name,
        file_size=file.size,
        sha256=file.sha256,
    )
    if not finished:
        raise ClaimLostError
    export = Export.objects.get(pk=claim.export_id)
    record_export(export, "finished", at=at, size=file.size, sha256=file.sha256)
    tell_of_export(export, at=at)


@transaction.atomic
def fail_export(*, claim: Claim, failure: ExportFailure, at: datetime) -> None:
    """Say that no file was made, and why; nothing where the claim was lost."""
    failed = _held(claim).update(
        state=ExportState.FAILED, finished_at=at, failure=failure
    )
    if failed:
        export = Export.objects.get(pk=claim.export_id)
        record_export(export, "failed", at=at, failure=str(failure.value))
        tell_of_export(export, at=at)


def record_download(*, export: Export, person_id: int, at: datetime) -> None:
    """Write into the audit trail who fetched which file."""
    record_export(
        export, "downloaded", person_id=person_id, at=at, sha256=export.sha256
    )


def _held(claim: Claim) -> ExportQuerySet[Export]:
    return Export.objects.filter(
        pk=claim.export_id, state=ExportState.RUNNING, claimed_at=claim.claimed_at
    )


def record_export(
    export: Export,
    what: str,
    *,
    at: datetime,
    person_id: int | None = None,
    **detail: str | int,
) -> None:
    """Write what happened to an export into the audit trail."""
    happening = Happening(
        action=f"export.{what}",
        subject=f"export:{export.pk}",
        detail={
            "plan": export.plan_id,
            "as_of_sequence": export.as_of_sequence,
            **detail,
        },
    )
    record(happenings=[happening], person_id=person_id, at=at)
