"""Which form a workbook is: written into a hidden sheet, under a keyed seal."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from progress_app.enums import FormRefusal
from progress_app.models import Submission
from unionplan.lib.chain import body_hash, seal
from unionplan.lib.spreadsheets.reading import SheetCell

MARK = "unionplan entry form 1"
"""Of this layout of the form; another layout gets another number."""


class FormRefusedError(Exception):
    """A form as a whole is not taken; ``place`` is a cell, "" for all of it."""

    def __init__(self, refusal: FormRefusal, place: str = "") -> None:
        """Keep the reason and the place."""
        super().__init__(refusal.value, place)
        self.refusal = refusal
        self.place = place


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """A line as it stood when the form was made."""

    entry_id: int
    code: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose form it is, for which period of which plan, and what it showed."""

    union_id: int
    period_id: int
    plan_id: int
    entries: tuple[SeenEntry, ...]

    @property
    def by_code(self) -> dict[str, SeenEntry]:
        """The lines by their target's code."""
        return {entry.code: entry for entry in self.entries}


def identity_of(submission: Submission, entries: Sequence[SeenEntry]) -> Identity:
    """Return the identity of a form for a return. The period comes with it."""
    return Identity(
        union_id=submission.union_id,
        period_id=submission.period_id,
        plan_id=submission.period.plan_id,
        entries=tuple(entries),
    )


def sealed(identity: Identity) -> list[str]:
    """Return the three texts of the hidden sheet: mark, content, seal."""
    content = json.dumps(
        {
            "union": identity.union_id,
            "period": identity.period_id,
            "plan": identity.plan_id,
            "entries": [
                [entry.entry_id, entry.code, entry.version, entry.digest]
                for entry in identity.entries
            ],
        },
        separators=(",", ":"),
    )
    return [MARK, content, _seal(content)]


def unsealed(cells: Sequence[SheetCell]) -> Identity:
    """Return the identity that the cells of the hidden sheet hold.

    Errors: FormRefusedError where there is none, or where it is not as we wrote it.
    """
    texts = {(cell.row, cell.column): cell.text for cell in cells}
    mark, content, found = (texts.get((row, 1), "") for row in (1, 2, 3))
    if mark != MARK:
        raise FormRefusedError(FormRefusal.NOT_A_FORM)
    if not hmac.compare_digest(_seal(content).encode(), found.encode()):
        raise FormRefusedError(FormRefusal.EDITED)
    return _identity(json.loads(content))


def _identity(content: dict[str, Any]) -> Identity:
    return Identity(
        union_id=content["union"],
        period_id=content["period"],
        plan_id=content["plan"],
        entries=tuple(SeenEntry(*entry) for entry in content["entries"]),
    )


def _seal(content: str) -> str:
    """Return the keyed seal of a form; the mark keeps it apart from the ledger's."""
    return seal(key=settings.LEDGER_KEY, link=body_hash([MARK, content]))
