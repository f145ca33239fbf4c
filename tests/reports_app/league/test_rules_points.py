"""Points as they are shown: parts that add up, and steps that are enough."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.league_points import (
    is_too_small_to_show,
    more_needed,
    share_wanted,
    shown_parts,
    shown_total,
)

HUNDRED = Fraction(100)
CENT = Fraction(1, 100)


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def test_three_thirds_are_a_hundred():
    parts = [HUNDRED / 3] * 3

    assert shown_parts(parts, total=Decimal(100)) == decimals("33.34", "33.33", "33.33")


def test_one_short_of_the_most_is_never_shown_as_it():
    almost = HUNDRED - Fraction(1, 1000)

    assert shown_total(almost, most=HUNDRED) == Decimal("99.99")
    assert shown_total(HUNDRED, most=HUNDRED) == Decimal(100)


def test_parts_add_up_to_a_total_that_was_cut():
    parts = [HUNDRED / 2, HUNDRED / 2 - Fraction(1, 1000)]
    total = shown_total(sum(parts), most=HUNDRED)

    assert shown_parts(parts, total=total) == decimals("50", "49.99")


@given(st.lists(st.fractions(0, 20, max_denominator=997), min_size=1, max_size=14))
def test_shown_parts_add_up_and_none_is_off_by_a_cent(parts):
    total = shown_total(sum(parts), most=HUNDRED * 5)

    shown = shown_parts(parts, total=total)

    assert sum(shown) == total
    assert all(
        abs(Fraction(told) - part) < CENT
        for told, part in zip(shown, parts, strict=True)
    )


@pytest.mark.parametrize(
    ("points", "expected"), [("0", False), ("1/1000", True), ("1/100", False)]
)
def test_a_difference_that_would_be_shown_as_none(points, expected):
    assert is_too_small_to_show(Fraction(points)) is expected


@pytest.mark.parametrize(
    ("achieved", "wanted", "places", "more"),
    [
        ("1/2", "3/4", 0, "3"),
        ("1/2", "3/4", 2, "3.00"),
        ("1/2", "11/20", 0, "1"),
        ("1/2", "11/20", 2, "0.60"),
        ("1/2", "1/2", 0, "0"),
        ("1/2", "1/4", 0, "0"),
    ],
)
def test_what_is_needed_is_rounded_up_to_what_can_be_reported(
    achieved, wanted, places, more
):
    needed = more_needed(
        goal=Decimal(12),
        achieved=Fraction(achieved),
        wanted=Fraction(wanted),
        places=places,
    )

    assert str(needed) == more


@given(
    share=st.fractions(0, 1, max_denominator=50),
    full=st.fractions(1, 50, max_denominator=20),
    gap=st.fractions(0, 20, max_denominator=50),
)
def test_the_wanted_share_closes_the_gap_exactly(share, full, gap):
    assert share_wanted(share=share, full=full, gap=gap) * full == share * full + gap
