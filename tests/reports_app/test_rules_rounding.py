"""What is shown of a whole's parts adds up, and no part is far from what it is."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.rounding import rounded_parts

fractions = st.fractions(-1000, 1000, max_denominator=997)


def half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


@given(start=fractions, parts=st.lists(fractions, min_size=1, max_size=12))
def test_parts_between_two_rounded_ends_add_up(start, parts):
    total = half_up(start + sum(parts)) - half_up(start)

    shown, left = rounded_parts(parts, total=total)

    assert (sum(shown), left) == (total, 0)
    assert all(
        abs(number - part) < 1 for number, part in zip(shown, parts, strict=True)
    )


@given(parts=st.lists(fractions, max_size=6), total=st.integers(-4000, 4000))
def test_what_cannot_be_shown_on_a_part_is_left_over(parts, total):
    shown, left = rounded_parts(parts, total=total)

    assert sum(shown) + left == total
    assert all(
        abs(number - part) < 1 for number, part in zip(shown, parts, strict=True)
    )


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        (["-0.94", "0.31", "-0.67"], -1, ([-1, 0, 0], 0)),
        (["0.5", "0.5"], 1, ([1, 0], 0)),
        (["0.2", "0.7", "0.6"], 2, ([0, 1, 1], 0)),
        (["3", "-2"], 1, ([3, -2], 0)),
        (["3", "-2"], 2, ([3, -2], 1)),
        ([], 1, ([], 1)),
        ([], 0, ([], 0)),
    ],
    ids=["example", "equal", "largest", "whole", "cut", "none", "nothing"],
)
def test_examples(parts, total, expected):
    assert rounded_parts(list(map(Fraction, parts)), total=total) == expected
