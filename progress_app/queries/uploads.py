"""A form that came back, against the entries as they stand now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from progress_app.enums import CellProblem, FigureProblem, UploadState
from progress_app.models import Entry, WorkbookUpload
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import Reading, read_entry
from progress_app.rules.items import is_not_the_list
from progress_app.rules.returned import (
    INPUT_FIELDS,
    TEXT_FIELDS,
    Content,
    Loose,
    Row,
    told,
)
from progress_app.rules.transitions import is_editable
from targets_app.models import Target
from unions_app.models import Person
from unions_app.rules import Access, can_report_for


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that the form changes: ``old`` stands now, ``new`` was understood."""

    row: Row
    target: Target
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that cannot be taken: ``typed`` is what stands in the form.

    ``stands`` is what stands in the portal, where somebody else changed it; ``by``
    and ``at`` say who and when.
    """

    row: Row
    target: Target
    field: str
    typed: str
    problem: CellProblem | FigureProblem
    stands: str = ""
    by: Person | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming an upload would do now, or why it would do nothing."""

    changes: tuple[CellChange, ...]
    faults: tuple[CellFault, ...]
    loose: tuple[Loose, ...]
    unchanged: int

    @property
    def fault_count(self) -> int:
        """How many things are wrong."""
        return len(self.faults) + len(self.loose)

    @property
    def rows(self) -> list[Row]:
        """The lines that the form changes, in its order."""
        rows = {change.row.entry_id: change.row for change in self.changes}
        return list(rows.values())

    @property
    def can_be_applied(self) -> bool:
        """Whether there is something to confirm and nothing in the way."""
        return bool(self.changes) and not self.fault_count


def upload_for(access: Access, submission_pk: int, pk: UUID) -> WorkbookUpload:
    """Return the person's own upload for a return they fill in, with union and period.

    Errors: WorkbookUpload.DoesNotExist.
    """
    found = WorkbookUpload.objects.select_related(
        "submission__union", "submission__period__plan"
    ).get(pk=pk, submission=submission_pk, uploaded_by=access.person_id)
    if not can_report_for(access, found.submission.union_id):
        raise WorkbookUpload.DoesNotExist
    return found


def is_expired(upload: WorkbookUpload, *, at: datetime) -> bool:
    """Return whether an upload can no longer be confirmed for its age."""
    return upload.state == UploadState.PREVIEWED and upload.expires_at <= at


def content_of(upload: WorkbookUpload) -> Content:
    """Return what was read from an uploaded form."""
    content: dict[str, Any] = upload.content
    return Content.from_json(content)


def preview_of(upload: WorkbookUpload) -> Preview:
    """Return what an upload changes against the entries now. Cost: one query."""
    content = content_of(upload)
    rows = Entry.objects.filter(submission=upload.submission_id)
    entries = {entry.pk: entry for entry in rows.select_related("target", "saved_by")}
    changes: list[CellChange] = []
    faults: list[CellFault] = []
    unchanged = 0
    for row in content.rows:
        found = list(_compared(row, entries[row.entry_id])) if row.is_touched else []
        changes += [each for each in found if isinstance(each, CellChange)]
        faults += [each for each in found if isinstance(each, CellFault)]
        unchanged += not found
    return Preview(tuple(changes), tuple(faults), content.loose, unchanged)


def _compared(row: Row, entry: Entry) -> Iterator[CellChange | CellFault]:
    """Yield what is wrong with a line, or else what it changes; nothing if nothing."""
    target = entry.target
    reading = read_entry(kind=target.kind, places=target.decimal_places, raw=row.raw)
    problems: dict[str, CellProblem | FigureProblem] = {
        **reading.problems,
        **_cell_problems(row),
    }
    is_current = entry.version == row.version
    items = entry.item_count if is_current else 0
    if is_not_the_list(figure=reading.figure, item_count=items):
        problems.setdefault("quantity", FigureProblem.NOT_THE_LIST)
    if problems:
        for name, problem in problems.items():
            yield CellFault(row, target, name, row.raw[name], problem)
        return
    stands, meant = _stands(entry), _meant(reading)
    differing = [name for name in INPUT_FIELDS if stands[name] != meant[name]]
    is_free = is_editable(entry.state)
    if is_free and is_current:
        for name in differing:
            yield CellChange(row, target, name, stands[name], meant[name])
        return
    for name in differing:
        yield CellFault(
            row,
            target,
            name,
            meant[name],
            CellProblem.CHANGED_SINCE if is_free else CellProblem.HANDED_IN,
            stands=stands[name],
            by=entry.saved_by,
            at=entry.saved_at,
        )


def _cell_problems(row: Row) -> Mapping[str, CellProblem]:
    return {name: CellProblem(code) for name, code in row.problems.items()}


def _stands(entry: Entry) -> dict[str, str]:
    texts = {name: str(getattr(entry, name)) for name in TEXT_FIELDS}
    return told(figure_of(entry), texts)


def _meant(reading: Reading) -> dict[str, str]:
    return told(reading.figure, reading.texts)
