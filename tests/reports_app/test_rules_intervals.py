"""Intervals against published tables, and against what defines them."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.intervals import (
    GRID,
    ONE_SIDE,
    Interval,
    Layer,
    clopper_pearson,
    standard_error,
    stratified_rate,
)

PUBLISHED = [
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 5.
    (81, 263, "0.2527", "0.3676"),
    (15, 148, "0.0578", "0.1617"),
    (0, 20, "0.0000", "0.1684"),
    (1, 29, "0.0009", "0.1776"),
]


def rounded(share: Fraction) -> str:
    return f"{float(round(share, 4)):.4f}"


@pytest.mark.parametrize(("wrong", "examined", "low", "high"), PUBLISHED)
def test_published_values(wrong, examined, low, high):
    found = clopper_pearson(wrong=wrong, examined=examined)

    assert (rounded(found.low), rounded(found.high)) == (low, high)


@pytest.mark.parametrize("examined", [1, 2, 30, 300])
def test_none_wrong_has_a_closed_form(examined):
    """The high end is 1 - (1/40)^(1/n): (1 - high)^n is 1/40."""
    found = clopper_pearson(wrong=0, examined=examined)

    assert found.low == 0
    assert (1 - found.high) ** examined <= ONE_SIDE
    assert (1 - found.high + Fraction(1, GRID)) ** examined > ONE_SIDE


def test_nothing_examined_says_nothing():
    assert clopper_pearson(wrong=0, examined=0) is None


def chance_of_at_most(count: int, size: int, share: Fraction) -> Fraction:
    return sum(
        comb(size, n) * share**n * (1 - share) ** (size - n) for n in range(count + 1)
    )


@given(st.integers(1, 40), st.data())
def test_the_ends_are_where_the_definition_puts_them(examined, data):
    wrong = data.draw(st.integers(0, examined))
    step = Fraction(1, GRID)

    found = clopper_pearson(wrong=wrong, examined=examined)

    assert 0 <= found.low <= Fraction(wrong, examined) <= found.high <= 1
    if wrong:
        assert 1 - chance_of_at_most(wrong - 1, examined, found.low) <= ONE_SIDE
        assert 1 - chance_of_at_most(wrong - 1, examined, found.low + step) > ONE_SIDE
    if wrong < examined:
        assert chance_of_at_most(wrong, examined, found.high) <= ONE_SIDE
        assert chance_of_at_most(wrong, examined, found.high - step) > ONE_SIDE


@given(st.integers(1, 60), st.data())
def test_it_mirrors(examined, data):
    """What is wrong and what is right are the same question."""
    wrong = data.draw(st.integers(0, examined))

    one = clopper_pearson(wrong=wrong, examined=examined)
    other = clopper_pearson(wrong=examined - wrong, examined=examined)

    assert (one.low, one.high) == (1 - other.high, 1 - other.low)


def test_ends_are_shown_no_narrower_than_they_are():
    interval = Interval(Fraction(94299, 10**6), Fraction(991501, 10**6))

    assert interval.outwards(4) == Interval(
        Fraction(942, 10_000), Fraction(9916, 10_000)
    )


def test_the_stratified_rate_weighs_by_population():
    """Half of 10 in one stratum, none of 90 in another: 5 %, not 25 %."""
    layers = [Layer(10, 4, 2), Layer(90, 4, 0)]

    assert stratified_rate(layers) == Fraction(5, 100)


@pytest.mark.parametrize("layers", [[], [Layer(10, 2, 1), Layer(5, 0, 0)]], ids=str)
def test_it_is_not_known_before_every_stratum_is_looked_at(layers):
    assert stratified_rate(layers) is None


def test_the_standard_error_by_hand():
    """N = 100: (1/100²) Σ N_h (N_h - n_h) p q / (n_h - 1)."""
    layers = [Layer(10, 5, 1), Layer(90, 10, 3)]
    first = Fraction(10 * 5 * 4, 25 * 4)
    second = Fraction(90 * 80 * 21, 100 * 9)
    variance = (first + second) / 100**2

    found = standard_error(layers)

    assert found**2 >= variance > (found - Fraction(1, GRID)) ** 2


def test_what_was_looked_at_whole_has_no_error():
    assert standard_error([Layer(5, 5, 2), Layer(1, 1, 1)]) == 0


def test_one_of_a_stratum_tells_no_spread():
    assert standard_error([Layer(5, 1, 0), Layer(9, 4, 1)]) is None
