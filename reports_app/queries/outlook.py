"""How sure a target's figure is, whether a rate held, and where the year would end."""

from collections.abc import Mapping
from dataclasses import dataclass

from progress_app.models import Posting
from progress_app.queries.positions import cells_by_union, is_open
from progress_app.rules.rollup import Cell, Duty, Position, own_positions
from reports_app.queries.standing import Frame, Positions, is_owing
from reports_app.rules.forecast import (
    Forecast,
    ForecastGrounds,
    year_end_forecast,
)
from reports_app.rules.ratios import (
    Bounds,
    DenominatorCoverage,
    RatioUnit,
    bounds_of,
    denominator_coverage,
)
from reports_app.rules.standings import is_maintained
from reports_app.rules.upkeep import Upkeep, upkeep_of
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands beside a city figure; ``periods`` are those past their due day.

    ``upkeep`` is told of rates to be maintained only, ``bounds`` and ``denominators``
    of ratios; all are None before the first due day. ``forecast`` is a forecast or the
    reason why there is none.
    """

    periods: tuple[ReportingPeriod, ...]
    upkeep: Upkeep | None
    bounds: Bounds | None
    denominators: DenominatorCoverage | None
    forecast: Forecast | None
    refusal: str


def outlook_of(frame: Frame, positions: Positions) -> Outlook:
    """Return the outlook of a frame's one target at the federation.

    ``positions`` hold the federation's at every period. Cost: one query for a ratio,
    none otherwise.
    """
    (target,) = frame.targets
    periods = _past_due(frame)
    told = [_at_federation(frame, positions, period) for period in periods]
    latest = _at_federation(frame, positions, frame.now.display)
    pace = frame.paces.get(target.pk)
    found = year_end_forecast(
        ForecastGrounds(
            kind=target.kind,
            goal=target.amount,
            pace=pace,
            month=periods[-1].ends_on.month if periods else 0,
            positions=told,
            latest=latest,
        )
    )
    units = _ratio_units(frame, periods)
    is_kept_up = pace is not None and is_maintained(pace)
    return Outlook(
        periods=periods,
        upkeep=(
            upkeep_of(goal=target.amount, positions=told, latest=latest)
            if units and is_kept_up and target.amount is not None
            else None
        ),
        bounds=bounds_of(units),
        denominators=denominator_coverage(units) if units else None,
        forecast=found if isinstance(found, Forecast) else None,
        refusal="" if isinstance(found, Forecast) else str(found.label),
    )


def _past_due(frame: Frame) -> tuple[ReportingPeriod, ...]:
    last = frame.now.checkpoint.number if frame.now.checkpoint else 0
    return tuple(period for period in frame.now.periods if period.number <= last)


def _at_federation(
    frame: Frame, positions: Positions, period: ReportingPeriod | None
) -> Position:
    (target,) = frame.targets
    key = (target.pk, frame.federation.pk, period.pk if period else 0)
    return positions.get(key, Position())


def _ratio_units(frame: Frame, periods: tuple[ReportingPeriod, ...]) -> list[RatioUnit]:
    """Return every union that owes a ratio or told of it, with its own figures alone.

    A roll-up of a union holds those below it as well, which have a line of their own.
    """
    (target,) = frame.targets
    if target.kind != TargetKind.RATIO or not periods:
        return []
    postings = Posting.objects.filter(target=target, period__in=periods)
    postings = postings.in_force(frame.as_of.sequence)
    cells = cells_by_union(postings, periods)
    units = []
    for union in frame.unions.values():
        is_owed = is_owing(target, union) and is_open(union, periods[-1].ends_on)
        own = cells.get(union.pk, {})
        if is_owed or own:
            units.append(_ratio_unit(own, is_owed, len(periods), frame))
    return units


def _ratio_unit(
    cells: Mapping[int, Cell], is_owed: bool, periods: int, frame: Frame
) -> RatioUnit:
    (target,) = frame.targets
    position = own_positions(
        kind=target.kind,
        cells=cells,
        duties=[Duty(is_expected=is_owed)] * periods,
        carry_forward_periods=target.carry_forward_periods,
    )[-1]
    last = cells[max(cells)].figure.denominator if cells else None
    return RatioUnit(position=position, last_denominator=last)
