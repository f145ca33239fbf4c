"""When two cells say the same: a value, whichever program stored it."""

import re
from decimal import Decimal

from reports_app.enums import Alteration
from reports_app.rules.verifying.numbers import is_same_number
from unionplan.lib.numbers import plain
from unionplan.lib.spreadsheets.books import BookCell

NUMERIC = ("number", "date")
_WAYS_OF_WRITING = re.compile(r'[\\"]|\[\$[^\]]*\]|;@$')
"""Programs quote one and the same number format differently."""


def altered(expected: BookCell | None, found: BookCell | None) -> Alteration | None:
    """Return how a cell differs from the original; None where it does not."""
    if expected is None or found is None:
        return None if expected is found else Alteration.CELL
    is_same = (expected.kind, expected.text) == (found.kind, found.text)
    if expected.kind not in NUMERIC:
        return None if is_same else Alteration.CELL
    if not is_same and not is_same_number(expected, found):
        return Alteration.CELL
    if found.kind == "text":
        return Alteration.AS_TEXT
    is_shown_alike = _shape(expected) == _shape(found)
    return None if is_shown_alike else Alteration.FORMAT


def shown(cell: BookCell | None) -> str:
    """Return a cell in words; a share in percent, as its sheet shows it."""
    if cell is None:
        return ""
    if cell.kind == "number" and "%" in cell.shown_as:
        return f"{plain(Decimal(cell.text) * 100)}%"
    return cell.text


def _shape(cell: BookCell) -> str:
    return _WAYS_OF_WRITING.sub("", cell.shown_as).casefold()
