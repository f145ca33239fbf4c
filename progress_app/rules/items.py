"""Items of a register as they are typed: read, or told what is wrong with them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from progress_app.enums import ItemProblem, Presence
from progress_app.rules.figures import UNSTORABLE, Figure
from unionplan.lib.chain import body_hash

ITEM_LIMITS = {"name": 200, "identifier": 100, "address": 300, "note": 500}
"""The texts of an item and how long each may be."""
ITEM_FIELDS = ("name", "identifier", "address", "happened_on", "note")
DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?"
    r"(?: 0{1,2}:00(?::00)?)?"
)
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What was understood of an item: texts, day, and by field what is wrong."""

    texts: dict[str, str] = field(default_factory=dict)
    happened_on: date | None = None
    problems: dict[str, ItemProblem] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """What makes it the same item as another one of its list."""
        return identity(**{n: self.texts[n] for n in ("name", "identifier", "address")})


def folded(text: str) -> str:
    """Return letters and digits only, in one width and one case."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in normal if char.isalnum())


def identity(*, name: str, identifier: str, address: str) -> str:
    """Return a hash that is the same for the same name and identifier, however typed.

    The address stands in where there is no identifier.
    """
    return body_hash([folded(name), folded(identifier) or folded(address)])


def read_day(text: str) -> date | ItemProblem:
    """Return the day a person typed, in the forms that Excel copies a date in."""
    normal = " ".join(unicodedata.normalize("NFKC", text).split())
    if not normal:
        return ItemProblem.DATE_MISSING
    found = DAY.fullmatch(normal) or COMPACT_DAY.fullmatch(normal)
    if found is None:
        return ItemProblem.DATE_UNREADABLE
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return ItemProblem.DATE_UNREADABLE


def read_item(
    raw: Mapping[str, str], *, period_ends_on: date, today: date
) -> ItemReading:
    """Read one item as it was typed or pasted.

    ``raw`` holds texts by field: name, identifier, address, happened_on, note. The day
    lies within the period or before it, and not ahead of today.
    """
    texts, problems = _read_texts(raw)
    if not folded(texts["name"]):
        problems.setdefault("name", ItemProblem.NAME_MISSING)
    if not folded(texts["identifier"]) and not folded(texts["address"]):
        problems.setdefault("identifier", ItemProblem.WHERE_MISSING)
    day = read_day(raw.get("happened_on", ""))
    if isinstance(day, ItemProblem):
        problems["happened_on"] = day
        return ItemReading(texts, None, problems)
    if day > today:
        problems["happened_on"] = ItemProblem.DATE_AHEAD
    elif day > period_ends_on:
        problems["happened_on"] = ItemProblem.DATE_AFTER_PERIOD
    return ItemReading(texts, day, problems)


def _read_texts(
    raw: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, ItemProblem]]:
    texts: dict[str, str] = {}
    problems: dict[str, ItemProblem] = {}
    for name, limit in ITEM_LIMITS.items():
        text = raw.get(name, "").replace("\r\n", "\n")
        if UNSTORABLE.search(text):
            problems[name] = ItemProblem.CONTROL_CHARACTER
        # A cell of several lines is one line here; a note keeps its lines.
        text = text.strip() if name == "note" else " ".join(text.split())
        if len(text) > limit:
            problems.setdefault(name, ItemProblem.TOO_LONG)
        texts[name] = text
    return texts, problems


def is_not_the_list(*, figure: Figure, item_count: int) -> bool:
    """Return whether a figure says something else than the list it is counted from.

    Without a list the figure is typed. Source: docs/domain.md, registers.
    """
    if not item_count:
        return False
    return figure.presence != Presence.VALUE or figure.quantity != item_count
