"""The list behind a counted figure: adding, changing, withdrawing, pasting many.

Every change of the list passes through ``save_cells``, which holds the period's dates,
the entry's state and the rule that the figure is the number of items.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from progress_app.actions.errors import (
    AlreadyListedError,
    ItemProblemsError,
    ItemStaleError,
    NothingToAddError,
    NotItemisedError,
    WrongStateError,
)
from progress_app.actions.submissions import TEXT_COLUMNS, CellInput, save_cells
from progress_app.models import Entry, Item
from progress_app.queries.items import block_of, read_for
from progress_app.rules.items import ITEM_LIMITS, ItemReading
from progress_app.rules.likeness import keys_of
from progress_app.rules.transitions import is_editable
from unionplan.lib.chain import body_hash
from unions_app.actions import Happening, record, take_receipt

WRITTEN = (*ITEM_LIMITS, "happened_on", "identity", "name_key", "identifier_key")
CHANGED = (*WRITTEN, "address_key", "version")


@transaction.atomic
def add_item(
    *,
    entry: Entry,
    raw: Mapping[str, str],
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Item:
    """Put one item on a list, as it was typed; the figure is the count at once.

    The entry comes with submission and period. Errors: ItemProblemsError,
    AlreadyListedError, NotItemisedError, WrongStateError, PeriodClosedError;
    AlreadyDoneError and KeyReusedError of ``take_receipt``.
    """
    body = ["item.add", entry.pk, dict(raw)]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    locked = _locked(entry)
    reading = read_for(locked, dict(raw), at)
    if reading.problems:
        raise ItemProblemsError(reading.problems)
    _refuse_twice(locked, reading)
    [item] = _add(locked, [reading], person_id, at)
    _count(locked, person_id, at, client_key)
    receipt.response = {"item": item.pk}
    receipt.save(update_fields=["response"])
    return item


@transaction.atomic
def add_block(
    *, entry: Entry, text: str, person_id: int, at: datetime, client_key: UUID
) -> int:
    """Put the rows of a pasted block on a list, all or none; return how many.

    Rows that are there already are left out. Errors: as ``add_item``, with the first
    bad row's number; NothingToAddError.
    """
    body = ["item.block", entry.pk, text]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    locked = _locked(entry)
    block = block_of(locked, text, at=at)
    for row in block.wrong:
        problems = row.reading.problems or {"name": row.problems[0]}
        raise ItemProblemsError(problems, row.row.number)
    if not block.new:
        raise NothingToAddError
    _add(locked, [row.reading for row in block.new], person_id, at)
    _count(locked, person_id, at, client_key)
    receipt.response = {"items": len(block.new)}
    receipt.save(update_fields=["response"])
    return len(block.new)


@transaction.atomic
def change_item(
    *,
    item: Item,
    version: int,
    raw: Mapping[str, str],
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Item:
    """Change an item, compare-and-set on its version.

    Errors: as ``add_item``, and ItemStaleError.
    """
    body = ["item.change", item.pk, version, dict(raw)]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entry = _locked(item.entry)
    found = _current(item, version)
    reading = read_for(entry, dict(raw), at)
    if reading.problems:
        raise ItemProblemsError(reading.problems)
    _refuse_twice(entry, reading, but=found.pk)
    changes = _write(found, reading)
    _count(entry, person_id, at, client_key)
    if changes:
        found.version += 1
        found.save(update_fields=CHANGED)
        detail = {"version": found.version, "changes": changes}
        _record([found], "changed", entry, person_id, at, detail)
    receipt.response = {"item": found.pk}
    receipt.save(update_fields=["response"])
    return found


@transaction.atomic
def withdraw_item(
    *, item: Item, version: int, person_id: int, at: datetime, client_key: UUID
) -> None:
    """Take an item off its list: one that was never handed in is deleted.

    One that may have been seen by others stays, marked. Errors: as ``change_item``.
    """
    body = ["item.withdraw", item.pk, version]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entry = _locked(item.entry)
    found = _current(item, version)
    _record([found], "withdrawn", entry, person_id, at, {"version": version})
    if entry.submitted_by_id is None:
        found.delete()
    else:
        found.withdrawn_at, found.withdrawn_by_id = at, person_id
        found.version += 1
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    _count(entry, person_id, at, client_key)
    receipt.response = {"item": item.pk}
    receipt.save(update_fields=["response"])


def _locked(entry: Entry) -> Entry:
    """Lock a line, so that its list changes one writer at a time."""
    found = (
        Entry.objects.select_related("target", "submission__period__plan")
        .select_for_update(of=("self",))
        .get(pk=entry.pk)
    )
    if not is_editable(found.state):
        raise WrongStateError(found)
    if not found.target.itemised and not found.item_count:
        raise NotItemisedError
    return found


def _current(item: Item, version: int) -> Item:
    found = Item.objects.filter(pk=item.pk).first()
    if found is None or found.version != version or found.withdrawn_at is not None:
        raise ItemStaleError(found or item)
    return found


def _refuse_twice(entry: Entry, reading: ItemReading, but: int = 0) -> None:
    same = Item.objects.filter(entry=entry, identity=reading.identity).listed()
    if twin := same.exclude(pk=but).first():
        raise AlreadyListedError(twin)


def _write(item: Item, reading: ItemReading) -> dict[str, list[str]]:
    """Put what was read into an item; return what changed, texts as hashes."""
    changes: dict[str, list[str]] = {}
    for name, new in reading.texts.items():
        old = getattr(item, name)
        if old != new:
            changes[name] = [body_hash(old), body_hash(new)]
            setattr(item, name, new)
    if item.happened_on != reading.happened_on:
        changes["happened_on"] = [_day(item.happened_on), _day(reading.happened_on)]
        item.happened_on = reading.happened_on  # type: ignore[assignment]
    item.identity = reading.identity
    keys = keys_of(
        **{name: reading.texts[name] for name in ("name", "identifier", "address")}
    )
    # Folding can make a text longer (㍿ is four characters): what is beyond the column
    # would hardly change a comparison.
    item.name_key = keys.name[: ITEM_LIMITS["name"]]
    item.identifier_key = keys.identifier[: ITEM_LIMITS["identifier"]]
    item.address_key = keys.address[: ITEM_LIMITS["address"]]
    return changes


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _add(
    entry: Entry, readings: Sequence[ItemReading], person_id: int, at: datetime
) -> list[Item]:
    last = Item.objects.filter(entry=entry).aggregate(last=Max("position"))["last"]
    items = []
    for position, reading in enumerate(readings, (last or 0) + 1):
        item = Item(entry=entry, position=position, added_by_id=person_id, added_at=at)
        _write(item, reading)
        items.append(item)
    Item.objects.bulk_create(items)
    _record(items, "added", entry, person_id, at, {})
    return items


def _record(
    items: Sequence[Item],
    deed: str,
    entry: Entry,
    person_id: int,
    at: datetime,
    detail: dict[str, object],
) -> None:
    happenings = [
        Happening(
            action=f"item.{deed}",
            subject=f"item:{item.pk}",
            union_id=entry.submission.union_id,
            detail={"entry": entry.pk, "texts": _hashes(item), **detail},
        )
        for item in items
    ]
    record(happenings=happenings, person_id=person_id, at=at)


def _hashes(item: Item) -> str:
    """Return one hash of everything that an item says."""
    return body_hash(
        [*(getattr(item, name) for name in ITEM_LIMITS), _day(item.happened_on)]
    )


def _count(entry: Entry, person_id: int, at: datetime, client_key: UUID) -> None:
    """Make the line's figure the number of its items; none leaves it blank.

    The count has a key of its own, made from the request's.
    """
    number = Item.objects.filter(entry=entry).listed().count()
    raw = {name: getattr(entry, name) for name in TEXT_COLUMNS}
    raw["quantity"] = str(number) if number else ""
    cell = CellInput(entry.pk, entry.version, raw, item_count=number)
    outcome = save_cells(
        submission=entry.submission,
        cells=[cell],
        person_id=person_id,
        at=at,
        client_key=uuid5(client_key, "count"),
    )
    if entry.pk not in outcome.saved:
        raise WrongStateError(entry)
