"""When two cells say the same: a value, whichever program stored it."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from reports_app.enums import Alteration
from unionplan.lib.numbers import plain
from unionplan.lib.spreadsheets.whole import BookCell

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 spreadsheets know no time zones
SECONDS = 24 * 60 * 60
NUMERIC = ("number", "date")
MANY_DIGITS = 12
TOLERATED = Decimal("2e-14")
"""Of a share that never ends, programs keep fifteen digits and round the last of them
differently; any other number must be the same."""
_WAYS_OF_WRITING = re.compile(r'[\\"]|\[\$[^\]]*\]|;@$')
"""Programs quote one and the same number format differently."""


def altered(expected: BookCell | None, found: BookCell | None) -> Alteration | None:
    """Return how a cell differs from the original; None where it does not."""
    if expected is None or found is None:
        return None if expected is found else Alteration.CELL
    is_same = (expected.kind, expected.text) == (found.kind, found.text)
    if expected.kind not in NUMERIC:
        return None if is_same else Alteration.CELL
    if not is_same and not _is_same_number(expected, found):
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


def _is_same_number(expected: BookCell, found: BookCell) -> bool:
    if "date" in (expected.kind, found.kind):
        return _moment(expected) == _moment(found)
    was, now = _number(expected), _number(found)
    if was is None or now is None:
        return False
    return was == now or (
        len(was.as_tuple().digits) >= MANY_DIGITS
        and "." in expected.text
        and abs(was - now) <= TOLERATED * was.copy_abs()
    )


def _moment(cell: BookCell) -> str | None:
    """Return the moment that a cell tells, a number counted in days; None for none."""
    if cell.kind != "number":
        return cell.text.strip()
    try:
        seconds = (Decimal(cell.text) * SECONDS).to_integral_value()
        return f"{EPOCH + timedelta(seconds=int(seconds)):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return None


def _number(cell: BookCell) -> Decimal | None:
    typed = cell.text.strip().replace(",", "")
    try:
        number = Decimal(typed.removesuffix("%"))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return number / 100 if typed.endswith("%") else number
