"""Lights: exact, unrounded, at their very boundaries."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import Light
from progress_app.rules.lights import (
    Expectation,
    achieved_share,
    achievement,
    milestone_light,
    numeric_light,
    rate,
    target_light,
)
from progress_app.rules.rollup import Position
from targets_app.enums import TargetKind

FLOW, STOCK, RATIO, MILESTONE = TargetKind
BEHIND_FROM = Fraction(85, 100)
NOTHING, HALF, ALL = (
    Expectation(expected=Fraction(share), behind_share=BEHIND_FROM)
    for share in ("0", "1/2", "1")
)
A_TRIFLE = Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("quantity", "goal", "share"),
    [
        (0, 400, Fraction(0)),
        (1, 3, Fraction(1, 3)),
        (400, 400, Fraction(1)),
        (840, 400, Fraction(21, 10)),
        ("0.57", 1, Fraction(57, 100)),
    ],
)
def test_achievement_is_exact_and_not_clamped(quantity, goal, share):
    assert achievement(goal=Decimal(goal), quantity=Decimal(quantity)) == share


def test_a_rate_over_nothing_is_unknown():
    assert rate(numerator=Decimal(0), denominator=Decimal(0)) is None
    assert rate(numerator=Decimal(0), denominator=Decimal(5)) == 0
    assert rate(numerator=Decimal(2), denominator=Decimal(3)) == Fraction(2, 3)


def counted(quantity=None, numerator=None, denominator=None):
    given = {"quantity": quantity, "numerator": numerator, "denominator": denominator}
    return Position(**{name: Decimal(n) for name, n in given.items() if n is not None})


@pytest.mark.parametrize(
    ("kind", "goal", "position", "share"),
    [
        (FLOW, 400, counted(100), Fraction(1, 4)),
        (STOCK, 400, counted(0), Fraction(0)),
        (FLOW, 400, counted(), None),
        (FLOW, None, counted(100), None),
        (FLOW, 0, counted(100), None),
        (RATIO, 85, counted(numerator=80, denominator=100), Fraction(80, 85)),
        (RATIO, 85, counted(numerator=0, denominator=100), Fraction(0)),
        (RATIO, 85, counted(numerator=0, denominator=0), None),
        (RATIO, 85, counted(numerator=80), None),
        (RATIO, 85, counted(denominator=80), None),
        (RATIO, 85, counted(), None),
    ],
)
def test_achieved_share(kind, goal, position, share):
    amount = None if goal is None else Decimal(goal)

    assert achieved_share(kind=kind, goal=amount, position=position) == share


@pytest.mark.parametrize(
    ("achieved", "against", "light"),
    [
        (None, NOTHING, Light.NOT_DUE),
        (None, HALF, Light.NOT_REPORTED),
        (Fraction(0), NOTHING, Light.NOT_DUE),
        (Fraction(99, 100), NOTHING, Light.NOT_DUE),
        (Fraction(1), NOTHING, Light.MET),
        (Fraction(0), HALF, Light.FAR_BEHIND),
        (BEHIND_FROM / 2 - A_TRIFLE, HALF, Light.FAR_BEHIND),
        (BEHIND_FROM / 2, HALF, Light.BEHIND),
        (Fraction(1, 2) - A_TRIFLE, HALF, Light.BEHIND),
        (Fraction(1, 2), HALF, Light.ON_PACE),
        (1 - A_TRIFLE, HALF, Light.ON_PACE),
        (Fraction(1), HALF, Light.MET),
        (Fraction(8), HALF, Light.MET),
        (Fraction(8496, 10_000) / BEHIND_FROM, ALL, Light.BEHIND),
        (BEHIND_FROM - A_TRIFLE, ALL, Light.FAR_BEHIND),
        (BEHIND_FROM, ALL, Light.BEHIND),
        (1 - A_TRIFLE, ALL, Light.BEHIND),
        (Fraction(1), ALL, Light.MET),
    ],
)
def test_numeric_light(achieved, against, light):
    assert numeric_light(achieved=achieved, against=against) == light


ORDER = [Light.FAR_BEHIND, Light.BEHIND, Light.ON_PACE, Light.MET]
shares = st.fractions(0, 2)


@given(less=shares, more=shares, expected=st.fractions(Fraction(1, 100), 1))
def test_more_is_never_a_worse_light(less, more, expected):
    against = Expectation(expected=expected, behind_share=BEHIND_FROM)
    lights = [
        ORDER.index(numeric_light(achieved=share, against=against))
        for share in sorted((less, more))
    ]

    assert lights == sorted(lights)


def stages(not_started=0, under_way=0, done=0, blocked=0, expected=3):
    return Position(
        not_started=not_started,
        under_way=under_way,
        done=done,
        blocked=blocked,
        units_expected=expected,
    )


@pytest.mark.parametrize(
    ("position", "before", "when_due"),
    [
        (stages(), Light.NOT_REPORTED, Light.NOT_REPORTED),
        (stages(not_started=3), Light.NOT_DUE, Light.FAR_BEHIND),
        (stages(not_started=2, under_way=1), Light.ON_PACE, Light.FAR_BEHIND),
        (stages(not_started=2, done=1), Light.ON_PACE, Light.FAR_BEHIND),
        (stages(done=2, blocked=1), Light.BEHIND, Light.FAR_BEHIND),
        (stages(done=3), Light.MET, Light.MET),
        # Two of three said "done": the third has not.
        (stages(done=2), Light.ON_PACE, Light.FAR_BEHIND),
        # One that has closed since may still stand at "done".
        (stages(done=4), Light.MET, Light.MET),
    ],
)
def test_milestone_light(position, before, when_due):
    assert milestone_light(position=position, is_due=False) == before
    assert milestone_light(position=position, is_due=True) == when_due


@pytest.mark.parametrize(
    ("kind", "goal", "position", "against", "light"),
    [
        (FLOW, 100, counted(50), HALF, Light.ON_PACE),
        (FLOW, 100, counted(49), HALF, Light.BEHIND),
        (FLOW, 100, counted(), HALF, Light.NOT_REPORTED),
        (FLOW, 100, None, HALF, Light.NOT_REPORTED),
        (FLOW, 100, None, NOTHING, Light.NOT_DUE),
        (FLOW, None, counted(50), HALF, Light.NO_QUOTA),
        (FLOW, 0, counted(50), HALF, Light.NO_QUOTA),
        (STOCK, None, None, NOTHING, Light.NO_QUOTA),
        (RATIO, 85, counted(numerator=85, denominator=100), ALL, Light.MET),
        # 84.96 % is not 85 %, though it would be shown as 85 with no decimals.
        (RATIO, 85, counted(numerator=8496, denominator=10_000), ALL, Light.BEHIND),
        (RATIO, 85, counted(numerator=0, denominator=0), ALL, Light.NOT_REPORTED),
        (MILESTONE, None, None, HALF, Light.NOT_REPORTED),
        (MILESTONE, None, stages(under_way=3), HALF, Light.ON_PACE),
        (MILESTONE, None, stages(under_way=3), ALL, Light.FAR_BEHIND),
        (MILESTONE, None, stages(done=3), NOTHING, Light.MET),
    ],
)
def test_target_light(kind, goal, position, against, light):
    amount = None if goal is None else Decimal(goal)

    found = target_light(kind=kind, goal=amount, position=position, against=against)

    assert found == light


def test_a_union_without_the_thing_does_not_keep_a_milestone_open():
    position = Position(done=2, not_applicable=1, units_expected=3)
    assert milestone_light(position=position, is_due=False) == Light.MET
    short = Position(done=2, not_applicable=0, units_expected=3)
    assert milestone_light(position=short, is_due=False) == Light.ON_PACE
