"""Making a workbook: sum what is marked, hold the books together, write, keep."""

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from progress_app.actions.rollups import follow_reference_changes, roll_up_marked
from progress_app.models import RollupMark
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import differences
from progress_app.queries.reconciliations import is_disputed
from reports_app.actions.exports import (
    Claim,
    ClaimLostError,
    MadeFile,
    finish_export,
    report_progress,
)
from reports_app.enums import ExportKind
from reports_app.models import Export
from reports_app.queries.exports import (
    ENDINGS,
    Stamp,
    WorkbookFacts,
    ending_of,
    stored_name,
    workbook_facts,
)
from reports_app.workbook.book import steps_to_write, write_workbook
from reports_app.workbook.values import steps_to_pack, write_values

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
STEPS_BEFORE_WRITING = 3
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')


class BooksDisagreeError(Exception):
    """The stored sums are not what the ledger adds up to: nothing may be handed out."""


class Work:
    """One worker's work on an export: its claim, kept alive, and its steps.

    ``now`` gives the portal's moment: the work is long and says when it was where.
    """

    def __init__(self, *, claim: Claim, now: Clock) -> None:
        """Begin at nothing."""
        self.claim = claim
        self.now = now
        self._done = 0
        # Until the ledger has been read, what is left is a guess; never a full bar.
        self.total = STEPS_BEFORE_WRITING * 4

    def step(self) -> None:
        """Report one more step done. Errors: ClaimLostError."""
        self._done += 1
        self.claim = report_progress(
            claim=self.claim, done=self._done, total=self.total, at=self.now()
        )


def make_export(*, work: Work) -> None:
    """Make the workbook of a claimed export and finish it.

    Runs in no transaction of its own. Errors: BooksDisagreeError, ClaimLostError,
    OSError; then nothing is kept.
    """
    export = Export.objects.select_related("plan", "requested_by").get(
        pk=work.claim.export_id
    )
    follow_reference_changes()
    roll_up_marked()
    work.step()
    reconcile(export=export)
    work.step()
    with translation.override(export.language), TemporaryFile() as made:
        facts = workbook_facts(export=export)
        work.total = STEPS_BEFORE_WRITING + steps_of(facts, export)
        work.step()
        write_file(facts=facts, export=export, to=made, on_step=work.step)
        ending = ending_of(export)
        name = file_name(facts.stamp, kind=ExportKind(export.kind))
        file = keep_file(made, name=name, ending=ending)
    finish_or_discard(work=work, file=file)


def steps_of(facts: WorkbookFacts, export: Export) -> int:
    """Return how often ``write_file`` reports progress."""
    if export.kind == ExportKind.WORKBOOK:
        return steps_to_write(facts, export)
    return steps_to_pack(facts, export)


def write_file(
    *, facts: WorkbookFacts, export: Export, to: IO[bytes], on_step: Callable[[], None]
) -> None:
    """Write what was asked for, in the active language: the same bytes for ever."""
    if export.kind == ExportKind.WORKBOOK:
        write_workbook(facts=facts, export=export, to=to, on_step=on_step)
        return
    write_values(
        facts=facts,
        export=export,
        to=to,
        on_step=on_step,
        is_described=export.kind == ExportKind.PACKAGE,
    )


def finish_or_discard(*, work: Work, file: MadeFile) -> None:
    """Finish a claimed export with its stored file. Errors: ClaimLostError."""
    try:
        finish_export(claim=work.claim, file=file, at=work.now())
    except ClaimLostError:
        discard_file(file, export_id=work.claim.export_id)
        raise


def reconcile(*, export: Export) -> bool | None:
    """Hold the stored sums against the ledger; None where they cannot be compared.

    They can while the ledger stands where the export tells it, with nothing left to
    sum. A posting that arrives meanwhile is no difference. What the plan's last
    reconciliation found holds until a later one is clean. Errors: BooksDisagreeError.
    """
    sequence = export.as_of_sequence
    if is_disputed(plan_id=export.plan_id):
        logger.error(
            "export %s refused: the last reconciliation found differences", export.pk
        )
        raise BooksDisagreeError
    if not _is_at_rest(sequence):
        return None
    found = differences(plan_id=export.plan_id, sequence=sequence)
    if not found:
        return True
    if not _is_at_rest(sequence):
        return None
    logger.error(
        "export %s refused: %d roll-ups differ from the ledger at %d, first %s",
        export.pk,
        len(found),
        sequence,
        found[0],
    )
    raise BooksDisagreeError


def _is_at_rest(sequence: int) -> bool:
    return ledger_sequence() == sequence and not RollupMark.objects.exists()


def keep_file(made: IO[bytes], *, name: str, ending: str = "xlsx") -> MadeFile:
    """Store a written file under its own hash, which nobody can guess."""
    size = made.tell()
    digest = hashlib.sha256()
    for chunk in File(made).chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    if not default_storage.exists(stored_name(sha256, ending)):
        default_storage.save(stored_name(sha256, ending), File(made))
    return MadeFile(name=name, size=size, sha256=sha256, ending=ending)


def discard_file(file: MadeFile, *, export_id: UUID) -> None:
    """Remove a file that nobody asked for any more, unless it is another one's too.

    Whoever has taken the export over makes the same bytes, and may have found them.
    """
    is_wanted = (
        Export.objects.filter(sha256=file.sha256).exists()
        or Export.objects.filter(pk=export_id).unfinished().exists()
    )
    if not is_wanted:
        default_storage.delete(stored_name(file.sha256, file.ending))


def file_name(stamp: Stamp, *, kind: ExportKind = ExportKind.WORKBOOK) -> str:
    """Return the name under which a file is downloaded, in the active language."""
    name = _("%(federation)s%(year)d年工作计划进展_截至序号%(sequence)d") % {
        "federation": stamp.federation,
        "year": stamp.year,
        "sequence": stamp.sequence,
    }
    marks = {ExportKind.CSV: "CSV", ExportKind.PACKAGE: _("数据包")}
    if kind in marks:
        name += f"_{marks[kind]}"
    if stamp.is_demonstration:
        name += "_" + _("演示数据")
    return f"{safe_name(name)}.{ENDINGS[kind]}"


def safe_name(words: str) -> str:
    """Return words as every system takes them for a file's name."""
    return _NOT_IN_FILE_NAMES.sub("-", words)
