"""What a chart draws: texts only, so that no figure becomes a float before the screen."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.utils.translation import gettext as _

from reports_app.queries.targets import MonthRow
from targets_app.enums import TargetKind
from targets_app.models import Target
from unionplan.lib.numbers import grouped, percent_text, plain

PLACES = Decimal("0.0001")


class Curve(Protocol):
    """What has a curve: a target with the city's months."""

    @property
    def target(self) -> Target:
        """The target."""

    @property
    def months(self) -> tuple[MonthRow, ...]:
        """Its months, in order."""


def _plotted(amount: Fraction | None) -> str | None:
    if amount is None:
        return None
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return plain(exact.quantize(PLACES))


def _reached(row: MonthRow, *, is_ratio: bool) -> Fraction | None:
    """Return what to plot; nothing for an open month that nobody has reported yet."""
    if row.is_open and not (row.coverage and row.coverage.reported):
        return None
    if is_ratio:
        return None if row.level is None else row.level * 100
    if row.position is None or row.position.quantity is None:
        return None
    return Fraction(row.position.quantity)


def chart_of(page: Curve) -> dict[str, Any] | None:
    """Return the curve of a target and its pace; None for a milestone.

    Keys: ``months``, ``reached`` and ``expected`` by month as numeric texts (None:
    nothing known), ``told`` (what is reached as it is read), ``open`` (index of the
    month still being filled in, or None), ``goal``, ``unit`` ("" for a ratio, which is
    in percent), ``names`` of the lines.
    """
    target = page.target
    if target.amount is None:
        return None
    is_ratio = target.kind == TargetKind.RATIO
    scale = 100 if is_ratio else 1
    unit = "" if is_ratio else str(target.get_unit_display())
    return {
        "months": [
            _("%(number)d月") % {"number": r.period.number} for r in page.months
        ],
        "reached": [_plotted(_reached(r, is_ratio=is_ratio)) for r in page.months],
        "told": [_told(row, unit) for row in page.months],
        "expected": [_plotted(r.expected_amount * scale) for r in page.months],
        "open": next((i for i, r in enumerate(page.months) if r.is_open), None),
        "goal": plain(target.amount),
        "isRatio": is_ratio,
        "unit": unit,
        "names": {
            "reached": _("累计完成") if not is_ratio else _("当期比率"),
            "expected": _("时序应达"),
            "goal": _("年度目标"),
            "open": _("报送中，尚不完整"),
        },
    }


def _told(row: MonthRow, unit: str) -> str | None:
    if row.level is not None:
        return percent_text(row.level)
    if row.position is None or row.position.quantity is None:
        return None
    return f"{grouped(row.position.quantity)} {unit}"
