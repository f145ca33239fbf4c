"""What the entry grid's script sends, as typed data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress_app.actions.submissions import (
    FIGURE_COLUMNS,
    TEXT_COLUMNS,
    CellInput,
)
from progress_app.forms.keys import (
    LARGEST_ID,
    LARGEST_VERSION,
    is_whole_number,
)
from progress_app.models import Entry
from unionplan.lib.numbers import plain

RAW_FIELDS = frozenset(
    {
        "presence",
        "quantity",
        "numerator",
        "denominator",
        "stage",
        "reason",
        "note",
        "problems",
        "next_steps",
    }
)
MOST_CELLS = 200


class MalformedError(Exception):
    """A script sent something that no page of ours sends; ``message`` says what."""

    def __init__(self, message: str | Promise) -> None:
        """Keep the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class CellsInput:
    """One autosave: ``person_id`` is who the page was made for, where it says so.

    ``known`` holds the versions of the lines that the page shows besides, by entry id.
    """

    client_key: UUID
    cells: tuple[CellInput, ...]
    person_id: int | None
    known: Mapping[int, int]


def read_cells(body: bytes) -> CellsInput:
    """Return an autosave's JSON as typed data. Errors: MalformedError."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedError(_("不是有效的JSON")) from None
    data = _mapping(data)
    cells = data.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise MalformedError(_("cells应为1至200行"))
    found = tuple(_cell(cell) for cell in cells)
    if len({cell.entry_id for cell in found}) != len(found):
        raise MalformedError(_("同一行出现了两次"))
    person_id = data.get("person_id")
    return CellsInput(
        client_key=_uuid(data.get("client_key")),
        cells=found,
        person_id=None if person_id is None else _integer(person_id, LARGEST_ID),
        known=_known(data.get("known", {})),
    )


def _known(value: object) -> dict[int, int]:
    known = _mapping(value)
    if not all(is_whole_number(pk) for pk in known):
        raise MalformedError(_("编号应为整数"))
    return {int(pk): _integer(v, LARGEST_VERSION) for pk, v in known.items()}


def _cell(value: object) -> CellInput:
    cell = _mapping(value)
    raw = _mapping(cell.get("raw"))
    if not raw.keys() <= RAW_FIELDS:
        raise MalformedError(_("有不认识的栏目"))
    return CellInput(
        entry_id=_integer(cell.get("entry_id"), LARGEST_ID),
        version=_integer(cell.get("version"), LARGEST_VERSION),
        raw={name: _text(text) for name, text in raw.items()},
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError(_("数据结构不对"))
    return value


def _integer(value: object, largest: int) -> int:
    # True is an int to Python, not to us.
    if type(value) is not int or not 0 <= value <= largest:
        raise MalformedError(_("编号应为整数"))
    return value


def _uuid(value: object) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise MalformedError(_("client_key应为UUID")) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError(_("填写的内容应为文字"))
    try:
        value.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair: no database stores it.
        raise MalformedError(_("含有无法识别的字符")) from None
    return value


def raw_of(entry: Entry) -> dict[str, str]:
    """Return an entry as a person would have typed it."""
    figures = {name: getattr(entry, name) for name in FIGURE_COLUMNS}
    texts = {name: getattr(entry, name) for name in TEXT_COLUMNS}
    return texts | {
        name: value if isinstance(value, str) else plain(value)
        for name, value in figures.items()
    }
