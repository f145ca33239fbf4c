"""What a figure would come to by the year's end, under one stated assumption."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from progress_app.rules.rollup import Position
from reports_app.enums import ForecastBasis, NoForecast
from reports_app.rules.standings import level
from targets_app.enums import PaceKind, TargetKind
from targets_app.rules import Pace, expected_share

MINIMUM_COVERAGE = Fraction(3, 4)
"""With less of the owed reports in hand, a forecast would be a guess at the rest."""

MINIMUM_PERIODS = 2
"""From one reported period no rate of progress can be told."""

LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Forecast:
    """A figure at the year's end, exact; it holds only if its ``basis`` does.

    ``amount`` is in the unit, for a ratio its rate as a share (0–1); ``share`` is that
    of the goal, None without one. It rests on the periods up to the end of ``month``,
    of whose owed reports ``coverage`` were in hand.
    """

    amount: Fraction
    share: Fraction | None
    basis: ForecastBasis
    month: int
    coverage: Fraction


@dataclass(frozen=True, slots=True)
class ForecastGrounds:
    """What a forecast is made from: the positions past their due day, in order.

    ``month`` is that of the last of them; ``latest`` is the position shown, that of
    the period being filled in where one is open.
    """

    kind: str
    goal: Decimal | None
    pace: Pace | None
    month: int
    positions: Sequence[Position]
    latest: Position


def year_end_forecast(grounds: ForecastGrounds) -> Forecast | NoForecast:
    """Return the forecast for the year's end, or why there is none.

    A flow goes on under its own curve as it has so far (achieved over expected share),
    and never ends below what is already there; a stock or a rate stays at its latest
    level. Source: docs/domain.md, achievement and pace.
    """
    coverage = covered_share(kind=grounds.kind, positions=grounds.positions)
    refusal = _refusal(grounds, coverage)
    if refusal is not None:
        return refusal
    basis = _basis(grounds)
    amount = _held(grounds) if basis == ForecastBasis.LEVEL else _continued(grounds)
    if amount is None:
        return NoForecast.NOTHING_KNOWN
    return Forecast(
        amount=amount,
        share=_share_of_goal(grounds, amount),
        basis=basis,
        month=grounds.month,
        coverage=coverage,
    )


def covered_share(*, kind: str, positions: Sequence[Position]) -> Fraction:
    """Return which share of the owed reports a forecast rests on; 0 where none is owed.

    A flow needs those of every period, because a period not reported is missing in
    the sum; a level only those of the last.
    """
    counted = positions if kind == TargetKind.FLOW else positions[-1:]
    owed = sum(position.units_expected for position in counted)
    reported = sum(position.units_reported for position in counted)
    return Fraction(reported, owed) if owed else Fraction(0)


def _refusal(grounds: ForecastGrounds, coverage: Fraction) -> NoForecast | None:
    if grounds.month >= LAST_MONTH:
        return NoForecast.YEAR_OVER
    if _expected(grounds) == 0:
        return NoForecast.NOT_DUE
    told = sum(position.units_reported > 0 for position in grounds.positions)
    if told < MINIMUM_PERIODS:
        return NoForecast.TOO_FEW_PERIODS
    return NoForecast.LOW_COVERAGE if coverage < MINIMUM_COVERAGE else None


def _expected(grounds: ForecastGrounds) -> Fraction:
    if grounds.pace is None or grounds.month < 1:
        return Fraction(0)
    return expected_share(pace=grounds.pace, month=grounds.month)


def _basis(grounds: ForecastGrounds) -> ForecastBasis:
    """Return the assumption: past its curve's end a flow is expected to stand still."""
    if grounds.kind != TargetKind.FLOW or _expected(grounds) == 1:
        return ForecastBasis.LEVEL
    is_linear = grounds.pace is not None and grounds.pace.kind == PaceKind.LINEAR
    return ForecastBasis.MONTHLY if is_linear else ForecastBasis.CURVE


def _held(grounds: ForecastGrounds) -> Fraction | None:
    if grounds.kind == TargetKind.RATIO:
        return level(grounds.latest)
    quantity = grounds.latest.quantity
    return None if quantity is None else Fraction(quantity)


def _continued(grounds: ForecastGrounds) -> Fraction | None:
    quantity = grounds.positions[-1].quantity
    if quantity is None:
        return None
    reached = Fraction(grounds.latest.quantity or 0)
    return max(Fraction(quantity) / _expected(grounds), reached)


def _share_of_goal(grounds: ForecastGrounds, amount: Fraction) -> Fraction | None:
    if not grounds.goal:
        return None
    scale = 100 if grounds.kind == TargetKind.RATIO else 1
    return amount * scale / Fraction(grounds.goal)
