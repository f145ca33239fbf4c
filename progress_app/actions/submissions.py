"""Starting a return, saving its cells, handing it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from progress_app.actions.errors import (
    NothingToSubmitError,
    NotOwedError,
    NotReadyError,
    PeriodClosedError,
)
from progress_app.enums import EntryState, FigureProblem
from progress_app.models import Entry, Submission
from progress_app.queries.contexts import entry_contexts
from progress_app.queries.exceptions import reopened_until
from progress_app.queries.ledger import figure_of
from progress_app.queries.positions import existed_within
from progress_app.rules.exceptions import is_fillable
from progress_app.rules.figures import (
    EntryContext,
    Reading,
    obstacles_to_submit,
    read_entry,
)
from progress_app.rules.items import is_not_the_list
from progress_app.rules.transitions import is_editable
from targets_app.enums import PeriodState
from targets_app.models import ReportingPeriod, Target
from targets_app.rules import period_state
from unionplan.lib.chain import body_hash
from unionplan.lib.dates import local_date
from unionplan.lib.numbers import plain
from unions_app.actions import Happening, record, take_receipt
from unions_app.models import Union

FIGURE_COLUMNS = ("presence", "quantity", "numerator", "denominator", "stage")
TEXT_COLUMNS = ("reason", "note", "problems", "next_steps")
SAVE_COLUMNS = ("version", "item_count", "saved_at", "saved_by")


@dataclass(frozen=True, slots=True)
class CellInput:
    """What a person typed into one line, and the version they were looking at.

    ``item_count`` is how many items the line's list holds from now on, where the same
    transaction changed the list; None leaves it as it is.
    """

    entry_id: int
    version: int
    raw: Mapping[str, str]
    item_count: int | None = None


@dataclass(slots=True)
class SaveOutcome:
    """What became of each line of one save.

    ``saved``: entry id to its new version. ``stale``: entries that someone else
    changed, as they stand. ``refused``: entry id to what is wrong, by field. ``shut``:
    entries that have been handed in and cannot be changed now, as they stand.
    """

    saved: dict[int, int] = field(default_factory=dict)
    stale: dict[int, Entry] = field(default_factory=dict)
    refused: dict[int, dict[str, FigureProblem]] = field(default_factory=dict)
    shut: dict[int, Entry] = field(default_factory=dict)


def check_fillable(*, union_id: int, period: ReportingPeriod, at: datetime) -> None:
    """Refuse a period that is not open for a union, by its dates or by an exception.

    Errors: PeriodClosedError. Cost: one query, and only for a locked period.
    """
    state = period_state(
        opens_on=period.opens_on,
        due_on=period.due_on,
        locks_on=period.locks_on,
        today=local_date(at),
    )
    until = None
    if state == PeriodState.LOCKED:
        until = reopened_until(union_id=union_id, period_id=period.pk, at=at)
    if not is_fillable(state=state, reopened_until=until, at=at):
        raise PeriodClosedError


@transaction.atomic
def start_submission(
    *, union: Union, period: ReportingPeriod, person_id: int, at: datetime
) -> Submission:
    """Return the union's return for a period, with one entry per owed target.

    Idempotent: a second call only adds entries for targets that came since. Errors:
    PeriodClosedError, NotOwedError for a union that owes nothing or did not exist in
    the period.
    """
    check_fillable(union_id=union.pk, period=period, at=at)
    if not existed_within(union, starts_on=period.starts_on, ends_on=period.ends_on):
        raise NotOwedError
    owed = Target.objects.filter(plan=period.plan_id).owed_by(
        union_id=union.pk, union_kind=union.kind
    )
    target_ids = list(owed.values_list("pk", flat=True))
    if not target_ids:
        raise NotOwedError
    submission, created = Submission.objects.get_or_create(
        union=union, period=period, defaults={"started_at": at}
    )
    # Two people who open it at once take turns in adding what is missing.
    Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    present = set(submission.entries.values_list("target_id", flat=True))
    missing = [pk for pk in target_ids if pk not in present]
    Entry.objects.bulk_create(
        Entry(submission=submission, target_id=pk) for pk in missing
    )
    if created or missing:
        record(
            happenings=[
                Happening(
                    action="submission.started",
                    subject=f"submission:{submission.pk}",
                    union_id=union.pk,
                    detail={"period": period.pk, "targets": missing},
                )
            ],
            person_id=person_id,
            at=at,
        )
    return submission


@transaction.atomic
def save_cells(
    *,
    submission: Submission,
    cells: Sequence[CellInput],
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> SaveOutcome:
    """Save what was typed, line by line: one bad line does not stop the others.

    Each line is compare-and-set on its version. Errors: PeriodClosedError for all of
    them; AlreadyDoneError and KeyReusedError of ``take_receipt``. Cost: nine queries.
    """
    body = [[c.entry_id, c.version, dict(c.raw)] for c in cells]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    check_fillable(union_id=submission.union_id, period=submission.period, at=at)
    entries = _locked_entries(submission, [cell.entry_id for cell in cells])
    outcome = SaveOutcome()
    happenings: list[Happening] = []
    changed: dict[int, Entry] = {}
    for cell in cells:
        entry = entries.get(cell.entry_id)
        if entry is None:
            raise NotOwedError
        reading = _judge(entry, cell, outcome)
        if reading is None:
            continue
        is_recounted = _recount(entry, cell)
        detail = _apply(entry, reading)
        if detail or is_recounted:
            entry.version += 1
            entry.saved_at, entry.saved_by_id = at, person_id
            changed[entry.pk] = entry
            happenings.append(_saved(entry, submission, detail))
        outcome.saved[entry.pk] = entry.version
    if changed:
        # An upsert of rows that are there and locked: a third of bulk_update's time.
        Entry.objects.bulk_create(
            changed.values(),
            update_conflicts=True,
            unique_fields=("submission", "target"),
            update_fields=(*FIGURE_COLUMNS, *TEXT_COLUMNS, *SAVE_COLUMNS),
        )
        record(happenings=happenings, person_id=person_id, at=at)
    receipt.response = {"saved": outcome.saved}
    receipt.save(update_fields=["response"])
    return outcome


def _locked_entries(
    submission: Submission, entry_ids: Sequence[int] | None = None
) -> dict[int, Entry]:
    rows = Entry.objects.filter(submission=submission).order_by("pk")
    if entry_ids is not None:
        rows = rows.filter(pk__in=entry_ids)
    locked = rows.select_related("target").select_for_update(of=("self",))
    return {entry.pk: entry for entry in locked}


def _judge(entry: Entry, cell: CellInput, outcome: SaveOutcome) -> Reading | None:
    """Return what was typed if it can be saved; note in the outcome if it cannot."""
    if not is_editable(entry.state):
        outcome.shut[entry.pk] = entry
        return None
    target = entry.target
    reading = read_entry(kind=target.kind, places=target.decimal_places, raw=cell.raw)
    items = entry.item_count if cell.item_count is None else cell.item_count
    if is_not_the_list(figure=reading.figure, item_count=items):
        reading.problems.setdefault("quantity", FigureProblem.NOT_THE_LIST)
    if entry.version != cell.version:
        if not _differs(entry, reading):
            return reading
        outcome.stale[entry.pk] = entry
        return None
    if reading.problems:
        outcome.refused[entry.pk] = reading.problems
        return None
    return reading


def _differs(entry: Entry, reading: Reading) -> bool:
    return bool(reading.problems) or (
        figure_of(entry) != reading.figure
        or any(getattr(entry, name) != text for name, text in reading.texts.items())
    )


def _apply(entry: Entry, reading: Reading) -> dict[str, list[str]]:
    """Put what was read into an entry; return what changed, as the audit tells it.

    Figures stand as they are; of texts, which may name people, only their hashes.
    """
    changes: dict[str, list[str]] = {}
    for name in FIGURE_COLUMNS:
        old, new = getattr(entry, name), getattr(reading.figure, name)
        if old != new:
            changes[name] = [_told(old), _told(new)]
            setattr(entry, name, new)
    for name, new in reading.texts.items():
        old = getattr(entry, name)
        if old != new:
            changes[name] = [body_hash(old), body_hash(new)]
            setattr(entry, name, new)
    return changes


def _recount(entry: Entry, cell: CellInput) -> bool:
    """Put the number of listed items into an entry; return whether it is another."""
    if cell.item_count in (None, entry.item_count):
        return False
    entry.item_count = cell.item_count
    return True


def _told(value: object) -> str:
    return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]


def _saved(
    entry: Entry, submission: Submission, detail: dict[str, list[str]]
) -> Happening:
    return Happening(
        action="entry.saved",
        subject=f"entry:{entry.pk}",
        union_id=submission.union_id,
        detail={"version": entry.version, "changes": detail},
    )


def obstacles_of(
    entries: Sequence[Entry], contexts: Mapping[int, EntryContext]
) -> dict[int, tuple[FigureProblem, ...]]:
    """Return what stops entries from being handed in, by entry id; empty when ready."""
    found = {
        entry.pk: obstacles_to_submit(
            kind=entry.target.kind,
            figure=figure_of(entry),
            note=entry.note,
            context=contexts.get(entry.target_id, EntryContext()),
        )
        for entry in entries
    }
    return {pk: obstacles for pk, obstacles in found.items() if obstacles}


@transaction.atomic
def submit(
    *, submission: Submission, person_id: int, at: datetime, client_key: UUID
) -> int:
    """Hand in everything that is filled in; return how many entries that were.

    Blank entries stay drafts: not reported is not 0. Errors: PeriodClosedError,
    NothingToSubmitError, NotReadyError; AlreadyDoneError for the same click again.
    """
    receipt = take_receipt(
        key=client_key, person_id=person_id, body=["submit", submission.pk], at=at
    )
    check_fillable(union_id=submission.union_id, period=submission.period, at=at)
    entries = [
        entry
        for entry in _locked_entries(submission).values()
        if is_editable(entry.state) and entry.presence != "not_reported"
    ]
    if not entries:
        raise NothingToSubmitError
    obstacles = obstacles_of(entries, entry_contexts(submission=submission))
    if obstacles:
        raise NotReadyError(obstacles)
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        state=EntryState.SUBMITTED,
        version=F("version") + 1,
        submitted_by=person_id,
        state_changed_at=at,
    )
    submission.submitted_at = at
    submission.first_submitted_at = submission.first_submitted_at or at
    submission.save(update_fields=["submitted_at", "first_submitted_at"])
    happening = Happening(
        action="submission.submitted",
        subject=f"submission:{submission.pk}",
        union_id=submission.union_id,
        detail={"entries": {str(e.pk): e.version + 1 for e in entries}},
    )
    record(happenings=[happening], person_id=person_id, at=at)
    receipt.response = {"submitted": len(entries)}
    receipt.save(update_fields=["response"])
    return len(entries)
