"""Where the year would end: under one assumption, or why nothing is said."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.rules.rollup import Position
from reports_app.enums import ForecastBasis, NoForecast
from reports_app.rules.forecast import (
    MINIMUM_COVERAGE,
    MINIMUM_PERIODS,
    Forecast,
    ForecastGrounds,
    covered_share,
    year_end_forecast,
)
from targets_app.enums import PaceKind, TargetKind
from targets_app.rules import Pace

FLOW, STOCK, RATIO, MILESTONE = TargetKind
LINEAR = Pace(kind=PaceKind.LINEAR)
JUNE = Pace(kind=PaceKind.STEP, due_month=6)
LATE = Pace(
    kind=PaceKind.CUSTOM,
    shares=tuple(Decimal(n) for n in (0, 0, 5, 10, 20, 30, 40, 50, 60, 80, 90, 100)),
)
KEPT_UP = Pace(kind=PaceKind.CUSTOM, shares=(Decimal(100),) * 12)


def of(quantity: int | str | None, *, reported: int = 4, owed: int = 4) -> Position:
    return Position(
        quantity=None if quantity is None else Decimal(quantity),
        units_expected=owed,
        units_reported=reported,
    )


def rated(numerator: int, denominator: int, *, reported: int = 4) -> Position:
    return Position(
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
        units_expected=4,
        units_reported=reported,
    )


def grounds(
    kind: str, *told: Position, pace: Pace | None = LINEAR, **other
) -> ForecastGrounds:
    """Return grounds with a position for each month so far."""
    given = {
        "kind": kind,
        "goal": Decimal(400),
        "pace": pace,
        "month": len(told),
        "positions": told,
        "latest": told[-1] if told else Position(),
    }
    return ForecastGrounds(**(given | other))


def forecast(kind: str, *told: Position, **other) -> Forecast | NoForecast:
    return year_end_forecast(grounds(kind, *told, **other))


def test_a_flow_goes_on_at_its_monthly_rate():
    told = [of(n * 34) for n in range(1, 10)]

    found = forecast(FLOW, *told)

    assert found == Forecast(
        amount=Fraction(9 * 34 * 12, 9),
        share=Fraction(408, 400),
        basis=ForecastBasis.MONTHLY,
        month=9,
        coverage=Fraction(1),
    )


def test_a_flow_goes_on_under_its_own_curve():
    found = forecast(FLOW, of(0), of(0), of(15), of(30), pace=LATE)

    assert (found.amount, found.share) == (Fraction(300), Fraction(3, 4))
    assert found.basis == ForecastBasis.CURVE


def test_a_third_stays_a_third():
    found = forecast(FLOW, of(10), of(100), of(100), of(100), of(100), of(100), of(100))

    assert found.amount == Fraction(1200, 7)


def test_a_flow_never_ends_below_what_is_already_there():
    told = [of(10)] * 9

    found = forecast(FLOW, *told, latest=of(30))

    assert found.amount == 30


def test_the_period_being_filled_in_does_not_lift_a_flows_rate():
    told = [of(90)] * 9

    assert forecast(FLOW, *told, latest=of(100)).amount == 120


def test_nothing_done_so_far_is_a_forecast_of_nothing():
    found = forecast(FLOW, of(0), of(0), of(0))

    assert (found.amount, found.share) == (0, 0)


@pytest.mark.parametrize("pace", [JUNE, KEPT_UP])
def test_a_flow_whose_curve_has_ended_stays_where_it_is(pace):
    found = forecast(FLOW, *[of(90)] * 7, latest=of(95), pace=pace)

    assert (found.amount, found.basis) == (95, ForecastBasis.LEVEL)


def test_a_stock_stays_at_its_latest_level():
    found = forecast(STOCK, of(300), of(320), latest=of(340))

    assert (found.amount, found.share) == (340, Fraction(340, 400))
    assert found.basis == ForecastBasis.LEVEL


def test_a_ratio_stays_at_its_latest_level():
    found = forecast(
        RATIO, rated(80, 100), rated(85, 100), pace=KEPT_UP, goal=Decimal(85)
    )

    assert (found.amount, found.share) == (Fraction(85, 100), 1)
    assert found.basis == ForecastBasis.LEVEL


def test_without_a_goal_there_is_an_amount_and_no_share():
    found = forecast(FLOW, of(10), of(20), goal=None)

    assert (found.amount, found.share) == (120, None)


@pytest.mark.parametrize("kind", [FLOW, STOCK])
@pytest.mark.parametrize("month", range(1, 6))
def test_a_step_is_not_forecast_before_its_due_month(kind, month):
    assert forecast(kind, *[of(90)] * month, pace=JUNE) == NoForecast.NOT_DUE


@pytest.mark.parametrize(
    ("told", "other", "reason"),
    [
        ([], {}, NoForecast.NOT_DUE),
        ([of(10)] * 3, {"pace": None}, NoForecast.NOT_DUE),
        ([of(0)] * 2, {"pace": LATE}, NoForecast.NOT_DUE),
        ([of(10)], {}, NoForecast.TOO_FEW_PERIODS),
        ([of(None, reported=0), of(10)], {}, NoForecast.TOO_FEW_PERIODS),
        ([of(None, reported=0)] * 9, {}, NoForecast.TOO_FEW_PERIODS),
        ([of(10)] * 12, {}, NoForecast.YEAR_OVER),
        ([of(10, reported=2)] * 9, {}, NoForecast.LOW_COVERAGE),
        ([of(None)] * 9, {}, NoForecast.NOTHING_KNOWN),
    ],
)
def test_why_there_is_none(told, other, reason):
    assert forecast(FLOW, *told, **other) == reason


@pytest.mark.parametrize(("reported", "is_enough"), [(3, True), (2, False)])
def test_three_quarters_of_the_owed_reports_are_enough(reported, is_enough):
    found = forecast(FLOW, *[of(10, reported=reported)] * 4)

    assert isinstance(found, Forecast) == is_enough
    assert Fraction(3, 4) == MINIMUM_COVERAGE


def test_two_reported_periods_are_enough():
    told = [of(10), of(20)]

    assert MINIMUM_PERIODS == 2
    assert isinstance(forecast(FLOW, *told), Forecast)


def test_a_ratio_over_nothing_is_no_forecast():
    assert forecast(RATIO, rated(0, 0), rated(0, 0)) == NoForecast.NOTHING_KNOWN


def test_a_level_rests_on_the_last_period_and_a_sum_on_all():
    told = [of(5, reported=0), of(5, reported=4), of(5, reported=3)]

    assert covered_share(kind=FLOW, positions=told) == Fraction(7, 12)
    assert covered_share(kind=STOCK, positions=told) == Fraction(3, 4)
    assert covered_share(kind=STOCK, positions=[]) == 0
    assert covered_share(kind=FLOW, positions=[of(5, reported=0, owed=0)]) == 0


flows = st.lists(st.integers(0, 500), min_size=2, max_size=11)
paces = st.sampled_from([LINEAR, LATE])


@given(flows, paces, st.integers(1, 9))
def test_a_forecast_scales_with_its_figures(told, pace, factor):
    once = forecast(FLOW, *[of(n) for n in told], pace=pace)
    times = forecast(FLOW, *[of(n * factor) for n in told], pace=pace)
    if once in NoForecast:
        assert times == once
        return

    assert times.amount == once.amount * factor
    assert times.share == once.share * factor


@given(flows, st.integers(1, 100))
def test_more_done_never_lowers_a_forecast(told, more):
    before = forecast(FLOW, *[of(n) for n in told])
    after = forecast(FLOW, *[of(n) for n in told[:-1]], of(told[-1] + more))

    assert after.amount > before.amount


@given(flows)
def test_a_flow_on_its_pace_ends_on_its_goal(told):
    month = len(told)
    on_pace = [of(n) for n in told[:-1]] + [of(400 * month)]

    found = forecast(FLOW, *on_pace, goal=Decimal(400 * 12))

    assert found.share == 1


@given(flows, st.sampled_from([FLOW, STOCK]))
def test_a_forecast_is_what_the_plain_formula_gives(told, kind):
    found = forecast(kind, *[of(n) for n in told])

    plain = Fraction(told[-1] * 12, len(told)) if kind == FLOW else told[-1]
    assert found.amount == plain
    assert found.share * 400 == plain


@given(flows)
def test_a_forecast_is_never_below_what_is_shown(told):
    positions = [of(n) for n in told]
    for latest in (of(0), of(250), of(10_000)):
        found = year_end_forecast(replace(grounds(FLOW, *positions), latest=latest))
        assert found.amount >= latest.quantity
