"""How figures and their differences are shown: in percent or in a unit, to which step."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from reports_app.queries.sides import Side
from reports_app.rules.bridges import is_ratio
from targets_app.enums import TargetKind
from targets_app.models import Target
from unionplan.lib import numbers

POINT_PLACES = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """How a bridge's figures are shown: in percent or in a unit, to which step."""

    is_percent: bool
    places: int
    unit: str

    def steps(self, number: Fraction) -> Fraction:
        """Return a figure, a percentage's as a share, in steps of the last place."""
        return number * (100 if self.is_percent else 1) * int(10**self.places)

    def number(self, steps: int) -> Decimal:
        """Return steps as the number that is shown."""
        return Decimal(steps).scaleb(-self.places)

    def difference(self, steps: int) -> str:
        """Return steps as a difference with its sign, without the unit."""
        return numbers.signed(self.number(steps))


def points() -> Measure:
    """Return the measure of rates and shares: percentage points."""
    return Measure(True, POINT_PLACES, _("个百分点"))


def _unit_of(target: Target) -> str:
    if target.kind == TargetKind.MILESTONE:
        return _("家")
    return str(target.get_unit_display())


Shown = tuple[str, Decimal]
"""How a figure is read, and the number that this shows (0 for nothing known)."""


def figure_shown(side: Side) -> Shown:
    """Return a figure as every page shows it."""
    standing, reading = side.standing, side.reading
    target = standing.target
    if reading.figure is None:
        return _("未报"), Decimal(0)
    if is_ratio(target.kind):
        return _percent(reading.figure, standing.deciding_level)
    number = numbers.approximate(reading.figure, places=target.decimal_places)
    words = {"number": numbers.grouped(number), "unit": _unit_of(target)}
    return _("%(number)s %(unit)s") % words, number


def share_shown(side: Side) -> Shown:
    """Return an achievement as every page shows it."""
    if side.reading.share is None:
        return _("未报"), Decimal(0)
    return _percent(side.reading.share, side.standing.deciding_share)


def _percent(share: Fraction, limit: Fraction | None) -> Shown:
    """Return a share as it is shown everywhere: never rounded up to what decides."""
    number = numbers.approximate(
        share * 100, places=POINT_PLACES, limit=None if limit is None else limit * 100
    )
    return f"{numbers.plain(number)}%", number


def change_told(before: Side, after: Side) -> str:
    """Return the difference of two figures as they are shown; "" where none is known."""
    target = after.standing.target
    if before.reading.figure is None and after.reading.figure is None:
        return ""
    measure = measure_of(target)
    start, end = (
        int(figure_shown(s)[1].scaleb(measure.places)) for s in (before, after)
    )
    words = {"number": measure.difference(end - start), "unit": measure.unit}
    return _("%(number)s %(unit)s") % words


def measure_of(target: Target) -> Measure:
    """Return how a target's figures are shown; a milestone's are units done."""
    if is_ratio(target.kind):
        return points()
    return Measure(False, target.decimal_places, _unit_of(target))
