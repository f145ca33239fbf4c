"""The small curves: whole numbers in the drawing, every month in words."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from progress_app.queries.months import Month
from progress_app.templatetags.sparklines import measured, sparkline, told
from targets_app.enums import TargetKind, Unit
from targets_app.models import Target

HAVENS = Target(kind=TargetKind.FLOW, unit=Unit.ITEMS, amount=Decimal(400))
RATE = Target(kind=TargetKind.RATIO, unit=Unit.PERCENT, amount=Decimal(85))


def year(*reached: Fraction | None) -> list[Month]:
    """Return twelve months with an even pace; what is not given is not known."""
    known = [*reached, *[None] * (12 - len(reached))]
    return [
        Month(period=f"{i}月", reached=share, expected=Fraction(i, 12))
        for i, share in enumerate(known, 1)
    ]


def points(drawing: str, which: str) -> list[tuple[int, int]]:
    (text,) = re.findall(rf'class="spark-{which}" points="([^"]*)"', drawing)
    return [tuple(map(int, point.split(","))) for point in text.split()]


def test_the_pace_runs_from_left_to_right_and_up():
    pace = points(sparkline(year(), HAVENS), "pace")

    assert len(pace) == 12
    assert (pace[0][0], pace[-1]) == (50, (1390, 50))
    assert pace == sorted(pace, key=lambda point: (point[0], -point[1]))


def test_what_was_reached_stops_where_nothing_is_known():
    drawing = sparkline(year(Fraction(0), Fraction(1, 2), None), HAVENS)

    assert points(drawing, "reached") == [(50, 350), (172, 200)]
    assert re.findall(r'cx="(\d+)" cy="(\d+)"', drawing) == [("172", "200")]


def test_a_gap_in_the_middle_is_bridged():
    drawing = sparkline(year(Fraction(1, 4), None, Fraction(1, 2)), HAVENS)

    assert len(points(drawing, "reached")) == 2


def test_nothing_known_draws_the_pace_alone_and_says_so():
    drawing = sparkline(year(), HAVENS)

    assert "<circle" not in drawing
    assert 'aria-label="逐月进展：还没有通过审核的数"' in drawing


def test_over_achievement_stays_inside_the_drawing():
    drawing = sparkline(year(Fraction(21, 10)), HAVENS)

    assert points(drawing, "reached") == [(50, 50)]
    assert points(drawing, "pace")[-1][1] > 50


def test_a_rate_is_told_against_its_own_limit():
    assert measured(Fraction(84999, 100000), RATE) == "84.99%"
    assert measured(Fraction(99999, 100000), HAVENS) == "99.99%"
    assert measured(None, HAVENS) == ""


def test_every_known_month_is_told():
    months = year(Fraction(1, 12), None, Fraction(1, 3))

    assert told(months, HAVENS) == (
        "逐月进展：1月 8.33%（应达 8.33%），3月 33.33%（应达 25%）"
    )
    with translation.override("en"):
        assert told(months, HAVENS).startswith(
            "Month by month: 1月 8.33% (8.33% due), "
        )


@pytest.mark.parametrize("months", [[], year()[:1]])
def test_a_plan_of_one_period_or_none_is_drawn_too(months):
    assert len(points(sparkline(months, HAVENS), "pace")) == len(months)
