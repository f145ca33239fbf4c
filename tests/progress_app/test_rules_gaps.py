"""What a union is measured against, and how much more it needs."""

from decimal import Decimal
from fractions import Fraction

import pytest

from progress_app.rules.gaps import own_goal, still_needed
from progress_app.rules.rollup import Position
from targets_app.enums import Source, TargetKind

FLOW, RATIO = TargetKind.FLOW, TargetKind.RATIO


@pytest.mark.parametrize(
    ("kind", "source", "quota", "goal"),
    [
        (FLOW, Source.DISTRICTS, Decimal(9), Decimal(9)),
        (FLOW, Source.DISTRICTS, Decimal(0), Decimal(0)),
        (FLOW, Source.DISTRICTS, None, None),
        (FLOW, Source.BOTH, None, None),
        (FLOW, Source.MUNICIPAL, None, Decimal(85)),
        (FLOW, Source.MUNICIPAL, Decimal(40), Decimal(40)),
        (RATIO, Source.DISTRICTS, None, Decimal(85)),
        (RATIO, Source.DISTRICTS, Decimal(9), Decimal(85)),
        (TargetKind.MILESTONE, Source.DISTRICTS, Decimal(9), None),
    ],
)
def test_a_union_is_measured_against_its_share(kind, source, quota, goal):
    found = own_goal(kind=kind, source=source, amount=Decimal(85), quota=quota)

    assert found == goal


@pytest.mark.parametrize(
    ("goal", "expected", "quantity", "places", "needed"),
    [
        ("9", Fraction(10, 12), "7", 0, "1"),
        ("9", Fraction(10, 12), None, 0, "8"),
        ("9", Fraction(10, 12), "8", 0, "0"),
        ("9", Fraction(10, 12), "90", 0, "0"),
        ("9", Fraction(1), "8.5", 0, "1"),
        ("9", Fraction(10, 12), "7", 2, "0.50"),
        ("1", Fraction(1, 3), "0", 4, "0.3334"),
    ],
)
def test_what_is_missing_is_rounded_up_to_what_can_be_reported(
    goal, expected, quantity, places, needed
):
    found = still_needed(
        kind=FLOW,
        goal=Decimal(goal),
        expected=expected,
        position=Position(quantity=None if quantity is None else Decimal(quantity)),
        places=places,
    )

    assert found == Decimal(needed)


@pytest.mark.parametrize(
    ("numerator", "denominator", "needed"),
    [
        (84, 100, Decimal(1)),
        (85, 100, Decimal(0)),
        (84, 99, Decimal(1)),
        (None, 100, Decimal(85)),
        (0, 0, None),
        (None, None, None),
    ],
)
def test_a_ratio_lacks_units_of_its_numerator(numerator, denominator, needed):
    found = still_needed(
        kind=RATIO,
        goal=Decimal(85),
        expected=Fraction(1),
        position=Position(numerator=numerator, denominator=denominator),
        places=0,
    )

    assert found == needed


def test_reaching_what_is_missing_reaches_the_pace_exactly():
    """The number on the page really turns the light: one less does not."""
    goal, expected = Decimal(3261), Fraction(10, 12)
    needed = still_needed(
        kind=FLOW,
        goal=goal,
        expected=expected,
        position=Position(quantity=Decimal(2115)),
        places=0,
    )

    assert (2115 + int(needed)) / Fraction(goal) >= expected
    assert (2115 + int(needed) - 1) / Fraction(goal) < expected
