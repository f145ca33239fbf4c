"""Pure decisions about what is told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from progress_app.enums import Stage
from progress_app.rules.rollup import Position
from reports_app.enums import Timeliness
from reports_app.rules.standings import (
    deciding_share,
    is_maintained,
    level,
    overall_stage,
)
from reports_app.rules.timeliness import days_late, timeliness
from targets_app.rules import Pace


def ratio(numerator: int, denominator: int, *, stale: bool = False) -> Position:
    return Position(
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
        units_expected=1,
        units_reported=int(not stale),
        units_stale=int(stale),
    )


def test_a_level_is_exact():
    assert level(ratio(8496, 10000)) == Fraction(8496, 10000)


@pytest.mark.parametrize(
    "position",
    [Position(), Position(numerator=Decimal(1)), ratio(0, 0)],
    ids=["nothing", "half a ratio", "empty denominator"],
)
def test_no_level_without_a_denominator(position):
    assert level(position) is None


@pytest.mark.parametrize(
    ("achieved", "expected", "limit"),
    [
        (Fraction(74, 100), Fraction(3, 4), Fraction(3, 4)),
        (Fraction(3, 4), Fraction(3, 4), Fraction(1)),
        (Fraction(99, 100), Fraction(1), Fraction(1)),
        (Fraction(1), Fraction(3, 4), None),
        (Fraction(21, 10), Fraction(3, 4), None),
        (None, Fraction(3, 4), None),
    ],
)
def test_the_deciding_share_is_the_next_one_to_reach(achieved, expected, limit):
    assert deciding_share(achieved=achieved, expected=expected) == limit


@pytest.mark.parametrize(
    ("position", "stage"),
    [
        (Position(units_expected=2), None),
        (Position(units_expected=2, not_started=1), Stage.NOT_STARTED),
        (Position(units_expected=2, not_started=1, under_way=1), Stage.UNDER_WAY),
        (Position(units_expected=2, done=1), Stage.UNDER_WAY),
        (Position(units_expected=2, done=2), Stage.DONE),
        (Position(units_expected=3, done=2, blocked=1), Stage.BLOCKED),
    ],
)
def test_one_silent_or_blocked_union_keeps_a_milestone_open(position, stage):
    assert overall_stage(position) == stage


def test_maintained_means_the_whole_goal_at_every_month():
    full, late = Decimal(100), Decimal(50)

    assert is_maintained(Pace(kind="custom", shares=(full,) * 12))
    assert not is_maintained(Pace(kind="custom", shares=(late, *(full,) * 11)))
    assert not is_maintained(Pace(kind="linear"))


OPENS, DUE = date(2024, 9, 25), date(2024, 10, 5)


@pytest.mark.parametrize(
    ("submitted", "today", "found", "days"),
    [
        (None, date(2024, 9, 24), Timeliness.NOT_OPEN, 0),
        (None, OPENS, Timeliness.AWAITED, 0),
        (None, DUE, Timeliness.AWAITED, 0),
        (None, date(2024, 10, 6), Timeliness.MISSING, 1),
        (DUE, date(2024, 10, 28), Timeliness.ON_TIME, 0),
        (date(2024, 10, 8), date(2024, 10, 28), Timeliness.LATE, 3),
    ],
)
def test_the_due_day_counts_whole(submitted, today, found, days):
    told = timeliness(
        first_submitted_on=submitted, opens_on=OPENS, due_on=DUE, today=today
    )
    late = days_late(first_submitted_on=submitted, due_on=DUE, today=today)

    assert (told, late) == (found, days)
