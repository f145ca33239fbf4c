"""How the outlook of a figure is put in words, in both languages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from reports_app.enums import ForecastBasis, NoForecast
from reports_app.queries.outlook import Outlook
from reports_app.rules.forecast import Forecast
from reports_app.rules.ratios import Bounds, DenominatorCoverage
from reports_app.rules.upkeep import Upkeep
from reports_app.templatetags import outlook as tags
from targets_app.models import ReportingPeriod, Target

RATE = Target(
    kind="ratio", unit="percent", amount=Decimal(85), denominator_name="应建会单位数"
)
HAVENS = Target(kind="flow", unit="items", amount=Decimal(400))
HELD = Target(kind="stock", unit="people", amount=Decimal(1_400_000))


def months(last: int, *, first: int = 1, kind: str = "month") -> tuple:
    return tuple(
        ReportingPeriod(
            kind=kind,
            number=number,
            starts_on=date(2024, number, 1),
            ends_on=date(2024, number, 28),
        )
        for number in range(first, last + 1)
    )


def beside(**known: object) -> Outlook:
    """Return an outlook after September, of which only some is known."""
    return Outlook(
        **{
            "periods": months(9),
            "upkeep": None,
            "bounds": None,
            "denominators": None,
            "forecast": None,
            "refusal": "",
        }
        | known
    )


def kept_up(level, below=0, unknown=0, run=0, possible=0, periods=9) -> Upkeep:
    return Upkeep(level, periods, below, unknown, run, possible)


@pytest.mark.parametrize(
    ("upkeep", "text"),
    [
        (
            kept_up(Fraction(862, 1000), below=2, run=1, possible=1),
            "现为 86.2%；1—9月中 2 个月低于 85%，最长连续 1 个月",
        ),
        (kept_up(Fraction(9, 10)), "现为 90%；1—9月各期都达到 85%"),
        (
            kept_up(Fraction(9, 10), unknown=2, possible=2),
            "现为 90%；1—9月中有数的各期都达到 85%；"
            "1—9月中 2 个月没有新报的数，不算低于也不算达到",
        ),
        (
            kept_up(Fraction(9, 10), below=2, unknown=1, run=1, possible=3),
            "现为 90%；1—9月中 2 个月低于 85%，最长连续 1 个月；1—9月中 1 个月没有"
            "新报的数，不算低于也不算达到；如果也低于，最长连续 3 个月",
        ),
        (
            kept_up(None, unknown=9, possible=9),
            "目前无数；1—9月中 9 个月没有新报的数，不算低于也不算达到",
        ),
        # 84.999 % is not 85 %, and is not shown as it.
        (
            kept_up(Fraction(84_999, 100_000), below=1, run=1, possible=1),
            "现为 84.99%；1—9月中 1 个月低于 85%，最长连续 1 个月",
        ),
    ],
)
def test_whether_a_rate_was_kept_up(upkeep, text):
    assert tags.upkeep_text(beside(upkeep=upkeep), RATE) == text


def test_quarters_are_counted_as_quarters():
    told = beside(
        upkeep=kept_up(Fraction(9, 10), below=1, run=1, possible=1, periods=2),
        periods=months(6, first=3, kind="quarter"),
    )

    assert "1 个季度低于 85%，最长连续 1 个季度" in tags.upkeep_text(told, RATE)


def test_one_month_is_named_alone():
    told = beside(upkeep=kept_up(Fraction(9, 10)), periods=months(1))

    assert tags.upkeep_text(told, RATE) == "现为 90%；1月各期都达到 85%"


def test_a_figure_that_is_not_kept_up_says_nothing():
    assert tags.upkeep_text(beside(), HAVENS) == ""


def ends_at(amount, goal, basis=ForecastBasis.MONTHLY, coverage=Fraction(1)):
    share = None if goal is None else Fraction(amount) / goal
    return beside(forecast=Forecast(Fraction(amount), share, basis, 9, coverage))


@pytest.mark.parametrize(
    ("target", "told", "text"),
    [
        (
            HAVENS,
            ends_at(412, 400),
            "按目前进度推算，年底约 412 个（103%）；假设：此后各月与此前的月均数相同；"
            "依据：1—9月的报送，应报的收到 100%",
        ),
        (
            # Below the goal by a trifle: neither number is shown as having reached it.
            HAVENS,
            ends_at("399.9", 400, coverage=Fraction(999, 1000)),
            "按目前进度推算，年底约 399 个（99%）；假设：此后各月与此前的月均数相同；"
            "依据：1—9月的报送，应报的收到 99%",
        ),
        (
            HAVENS,
            ends_at(100, None, ForecastBasis.CURVE),
            "按目前进度推算，年底约 100 个；假设：此后仍按时序曲线推进，"
            "完成应达数的比例与目前相同；依据：1—9月的报送，应报的收到 100%",
        ),
        (
            HELD,
            ends_at(1_292_294, 1_400_000, ForecastBasis.LEVEL, Fraction(40, 46)),
            "按目前水平推算，年底约 1,292,294 人（92%）；假设：此后保持目前的数不变；"
            "依据：9月的报送，应报的收到 87%",
        ),
        (
            RATE,
            ends_at(Fraction(84_999, 100_000), 1, ForecastBasis.LEVEL),
            "按目前水平推算，年底约 84.99%；假设：此后保持目前的数不变；"
            "依据：9月的报送，应报的收到 100%",
        ),
    ],
)
def test_a_forecast_names_its_assumption_and_its_ground(target, told, text):
    assert tags.forecast_text(told, target) == text


@pytest.mark.parametrize("reason", NoForecast)
def test_where_there_is_no_forecast_the_reason_stands(reason):
    assert tags.forecast_text(beside(refusal=reason.label), HAVENS) == reason.label


def test_bounds_say_on_whose_account():
    told = Bounds(Fraction(3, 4), Fraction(9, 10), carried=1, expired=2, unknown=3)

    assert tags.bounds_text(told) == (
        "75% 至 90%（缺报单位的分母取最近一次所报，分子取 0 或全部）；"
        "1 家沿用旧数；2 家旧数已过沿用期限，只用其分母；另有 3 家分母不详，未计入"
    )


def test_bounds_do_not_speak_of_nobody():
    told = Bounds(Fraction(3, 4), Fraction(9, 10), carried=1, expired=0, unknown=0)

    assert tags.bounds_text(told).endswith("；1 家沿用旧数")


def test_the_coverage_of_a_denominator_is_told_in_its_own_words():
    told = beside(denominators=DenominatorCoverage(Decimal(9), Decimal(1200), 1))

    assert tags.denominators_text(told, RATE) == (
        "应建会单位数：2024年9月报来 9，占已知总数 1,200 的 0.75%；"
        "另有 1 家分母不详，未计入"
    )


def test_no_denominator_known_is_no_coverage():
    told = beside(denominators=DenominatorCoverage(Decimal(0), Decimal(0), 1))

    assert tags.denominators_text(told, RATE) == ""
    assert tags.denominators_text(beside(), HAVENS) == ""


def test_english_is_complete_and_counts_one_as_one():
    upkeep = kept_up(Fraction(862, 1000), below=2, unknown=1, run=1, possible=3)
    with translation.override("en"):
        told = tags.upkeep_text(beside(upkeep=upkeep), RATE)
        ends = tags.forecast_text(ends_at(412, 400), HAVENS)

    assert told == (
        "Now 86.2%; 2 months below 85% in months 1–9, longest run 1 month; "
        "1 month without a new figure in months 1–9, neither below nor reached; "
        "were they below too, the longest run would be 3 months"
    )
    assert ends == (
        "At the present pace about 412 items (103%) by the year's end; assumption: "
        "each month to come brings the average of those so far; "
        "based on the reports for months 1–9, 100% of those owed received"
    )
