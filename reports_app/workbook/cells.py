"""What goes into a cell: real numbers with their format, and text that stays text."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from progress_app.enums import Light
from reports_app.workbook.columns import MOMENT_FORMAT
from unionplan.lib.dates import SHANGHAI
from unionplan.lib.numbers import decimal_places, percent_text
from unionplan.lib.spreadsheets.texts import storable

STALE_MARK = "※"
SHAPES = {
    Light.MET: "√",
    Light.ON_PACE: "●",
    Light.BEHIND: "▲",
    Light.FAR_BEHIND: "◆",
    Light.NOT_DUE: "○",
    Light.NOT_REPORTED: "□",
    Light.NO_QUOTA: "—",
}
"""One shape each, all in GB 2312: a black-and-white print still tells them apart."""

_MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the name of its style and, for numbers, its format."""

    value: str | Decimal | int | datetime | None
    style: str = "text"
    number_format: str = ""


def text(words: object, style: str = "text") -> Cell:
    """Return words as a cell that no spreadsheet takes for a formula or chokes on."""
    return Cell(storable(words), style)


def figure(
    number: Decimal | int | None, *, places: int = 0, is_stale: bool = False
) -> Cell:
    """Return a number shown with at least its own decimals; blank for None.

    ``is_stale`` marks a level that is carried on from an earlier period.
    """
    if number is None:
        return Cell(None, "number")
    places = max(places, decimal_places(Decimal(number)))
    shown = "#,##0" + ("." + "0" * places if places else "")
    return Cell(number, "number", shown + (f'"{STALE_MARK}"' if is_stale else ""))


def percent(
    share: Fraction | None, *, limit: Fraction | None = None, is_stale: bool = False
) -> Cell:
    """Return a share as a number shown in percent; blank for None.

    The value is the share itself. Two decimals are shown, or as many as it takes not
    to show a share below the limit as having reached it: the rule of ``percent_text``.
    """
    if share is None:
        return Cell(None, "number")
    places = 2
    while places < _MOST_PLACES and percent_text(
        share, places=places, limit=limit
    ) != percent_text(share, places=places):
        places += 1
    shown = f"0.{'0' * places}%" + (f'"{STALE_MARK}"' if is_stale else "")
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return Cell(exact, "number", shown)


def local(at: datetime | None) -> datetime | None:
    """Return a moment as Shanghai's clock says it; spreadsheets know no time zones."""
    return None if at is None else at.astimezone(SHANGHAI).replace(tzinfo=None)


def moment(at: datetime | None, style: str = "text") -> Cell:
    """Return a moment as a cell."""
    return Cell(None) if at is None else Cell(local(at), style, MOMENT_FORMAT)


def light(shown: Light, note: str = "") -> Cell:
    """Return a light as shape, word and colour."""
    return Cell(f"{SHAPES[shown]} {shown.label}{note}", f"light {shown.value}")
