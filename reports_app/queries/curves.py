"""One target's months at the city, for the curve on the cockpit."""

from dataclasses import dataclass

from reports_app.queries.history import narrowed_to
from reports_app.queries.standing import Frame, Positions
from reports_app.queries.targets import MonthRow, months_of
from targets_app.models import Target
from targets_app.rules import Pace


@dataclass(frozen=True, slots=True)
class CityCurve:
    """A target, its pace, and the city's months against it."""

    target: Target
    pace: Pace | None
    months: tuple[MonthRow, ...]


def city_curve(frame: Frame, target: Target, history: Positions) -> CityCurve:
    """Return a target's curve from positions that are at hand. Cost: none."""
    return CityCurve(
        target=target,
        pace=frame.paces.get(target.pk),
        months=months_of(narrowed_to(frame, target), history),
    )
