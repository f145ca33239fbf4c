"""A register's items: as a list, as a pasted block would change it, and likely twins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from progress_app.enums import ItemProblem, Likeness
from progress_app.models import Entry, Item
from progress_app.rules.items import ItemReading, read_item
from progress_app.rules.likeness import Keys, likely_same
from progress_app.rules.pasting import PastedRow, read_block
from unionplan.lib.dates import local_date

TWINS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Twin:
    """An item that is likely the same thing, and why."""

    item: Item
    how: Likeness


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item with what a person should look at.

    ``more_twins`` is how many likely twins there are besides those told.
    """

    item: Item
    twins: tuple[Twin, ...]
    more_twins: int
    is_before_plan: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The list of a line: what counts, and what was withdrawn after it was handed in."""

    listed: tuple[ListedItem, ...]
    withdrawn: tuple[Item, ...]

    @property
    def doubtful(self) -> int:
        """How many items are likely the same as another one."""
        return sum(bool(row.twins) for row in self.listed)


def has_list(entry: Entry) -> bool:
    """Return whether a line has a list of items, or may have one."""
    return entry.target.itemised or entry.item_count > 0


def register_of(entry: Entry) -> Register:
    """Return an entry's list. It comes with submission, period and plan.

    Cost: three queries, whatever the items.
    """
    rows = list(Item.objects.filter(entry=entry).select_related("withdrawn_by"))
    listed = [item for item in rows if item.withdrawn_at is None]
    starts_on = entry.submission.period.plan.starts_on
    return Register(
        listed=tuple(
            ListedItem(
                item=item,
                twins=tuple(twins),
                more_twins=number - len(twins),
                is_before_plan=item.is_before(starts_on),
            )
            for item, (twins, number) in zip(listed, _twins(entry, listed), strict=True)
        ),
        withdrawn=tuple(item for item in rows if item.withdrawn_at is not None),
    )


def _twins(entry: Entry, items: Sequence[Item]) -> list[tuple[list[Twin], int]]:
    """Return for each item the twins to tell, and how many there are."""
    if not items:
        return []
    submission = entry.submission
    pool = list(
        Item.objects.comparable_with(
            target_id=entry.target_id,
            union_id=submission.union_id,
            period_number=submission.period.number,
        )
        .order_by("pk")
        .values_list("pk", "identifier_key", "name_key", "address_key")
    )
    found = likely_same(
        [keys_on(item) for item in items], [Keys(*row[1:]) for row in pool]
    )
    others = [
        [(pool[place][0], how) for place, how in rows if pool[place][0] != item.pk]
        for item, rows in zip(items, found, strict=True)
    ]
    told = {pk for rows in others for pk, _how in rows[:TWINS_TOLD]}
    by_pk = Item.objects.select_related(
        "entry__submission__union", "entry__submission__period"
    ).in_bulk(told)
    return [
        ([Twin(by_pk[pk], how) for pk, how in rows[:TWINS_TOLD]], len(rows))
        for rows in others
    ]


def keys_on(item: Item) -> Keys:
    """Return what a stored item is compared by."""
    return Keys(item.identifier_key, item.name_key, item.address_key)


def read_for(entry: Entry, raw: dict[str, str], at: datetime) -> ItemReading:
    """Read an item as it was typed for a line. Submission and period come with it."""
    return read_item(
        raw, period_ends_on=entry.submission.period.ends_on, today=local_date(at)
    )


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A row of a pasted block: what was understood, or why it cannot be listed.

    ``listed_as`` is the position of the same thing on the list, ``repeats`` the earlier
    row of the block that says the same: such a row is left out, not refused.
    """

    row: PastedRow
    reading: ItemReading
    listed_as: int | None = None
    repeats: int | None = None

    @property
    def problems(self) -> list[ItemProblem]:
        """Everything that is wrong with the row, in the order of its cells."""
        found = list(self.reading.problems.values())
        return [*found, self.row.problem] if self.row.problem else found

    @property
    def is_new(self) -> bool:
        """Whether it will be listed."""
        return not self.problems and self.listed_as is None and self.repeats is None

    @property
    def day(self) -> date | str:
        """The day as it was understood, or as it was pasted."""
        return self.reading.happened_on or self.row.raw.get("happened_on", "")


@dataclass(frozen=True, slots=True)
class Block:
    """A pasted block, row by row."""

    rows: tuple[BlockRow, ...]

    @property
    def new(self) -> list[BlockRow]:
        """The rows to list."""
        return [row for row in self.rows if row.is_new]

    @property
    def wrong(self) -> list[BlockRow]:
        """The rows that must be mended first."""
        return [row for row in self.rows if row.problems]

    @property
    def known(self) -> list[BlockRow]:
        """The rows that are left out: they are there already."""
        return [row for row in self.rows if not row.is_new and not row.problems]


def block_of(entry: Entry, text: str, *, at: datetime) -> Block:
    """Return what a pasted block would do to an entry's list. Cost: one query."""
    listed = dict(
        Item.objects.filter(entry=entry).listed().values_list("identity", "position")
    )
    seen: dict[str, int] = {}
    rows = []
    for pasted in read_block(text):
        reading = read_for(entry, pasted.raw, at)
        rows.append(
            BlockRow(
                row=pasted,
                reading=reading,
                listed_as=listed.get(reading.identity),
                repeats=seen.get(reading.identity),
            )
        )
        if not rows[-1].problems:
            seen.setdefault(reading.identity, pasted.number)
    return Block(tuple(rows))
