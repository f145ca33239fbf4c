"""What number or moment a cell tells, whatever it is stored as."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from unionplan.lib.spreadsheets.books import BookCell

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 spreadsheets know no time zones
SECONDS = 24 * 60 * 60
MANY_DIGITS = 12
TOLERATED = Decimal("2e-14")
"""Of a share that never ends, programs keep fifteen digits and round the last of them
differently; any other number must be the same."""


def is_same_number(expected: BookCell, found: BookCell) -> bool:
    """Return whether a number or moment is told by another cell as well."""
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
