"""The city's positions at every period so far: what curves and forecasts rest on."""

from dataclasses import replace

from django.db.models import Q

from progress_app.rules.rollup import Position
from reports_app.enums import NoForecast
from reports_app.queries.standing import (
    Frame,
    PositionKey,
    Positions,
    positions_for,
    stored_positions,
)
from reports_app.rules.forecast import (
    Forecast,
    ForecastGrounds,
    year_end_forecast,
)
from targets_app.models import ReportingPeriod, Target


def opened_periods(frame: Frame) -> tuple[ReportingPeriod, ...]:
    """Return the periods that have opened for entry, in order."""
    last = frame.now.display.number if frame.now.display else 0
    return tuple(period for period in frame.now.periods if period.number <= last)


def city_history(frame: Frame) -> Positions:
    """Return the federation's positions of all targets at every opened period.

    Cost: one query. At a past moment figures only, and what positions_for takes.
    """
    periods = opened_periods(frame)
    if not frame.as_of.is_past:
        scope = Q(target__in=frame.targets, period__in=periods)
        return stored_positions(scope & Q(union=frame.federation))
    numeric = [target for target in frame.targets if target.is_numeric]
    return positions_for(frame, targets=numeric, periods=periods)


def narrowed_to(frame: Frame, target: Target) -> Frame:
    """Return a frame with one of its targets alone."""
    return replace(frame, targets=(target,))


def forecast_of(
    frame: Frame, target: Target, history: Positions
) -> Forecast | NoForecast:
    """Return the forecast of a figure or rate of the city, or why there is none."""
    checkpoint, display = frame.now.checkpoint, frame.now.display
    last = checkpoint.number if checkpoint else 0
    due = [period for period in frame.now.periods if period.number <= last]

    def at(period: ReportingPeriod | None) -> Position:
        key: PositionKey = (target.pk, frame.federation.pk, period.pk if period else 0)
        return history.get(key, Position())

    return year_end_forecast(
        ForecastGrounds(
            kind=target.kind,
            goal=target.amount,
            pace=frame.paces.get(target.pk),
            month=checkpoint.ends_on.month if checkpoint else 0,
            positions=[at(period) for period in due],
            latest=at(display),
        )
    )
