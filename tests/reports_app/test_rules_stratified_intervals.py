"""The interval of a stratified sample: it holds its rate, and holds what it promises."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.intervals import (
    Interval,
    Layer,
    clopper_pearson,
    standard_error,
    stratified_rate,
)
from reports_app.rules.stratified_intervals import effective_size, stratified_interval


def test_of_equal_strata_without_a_fault_it_is_that_of_a_simple_sample():
    layers = [Layer(1000, 30, 0), Layer(1000, 30, 0)]

    assert stratified_interval(layers) == clopper_pearson(wrong=0, examined=60)


def test_unequal_weights_make_it_wider():
    layers = [Layer(1900, 30, 0), Layer(100, 30, 0)]

    # Kish: 2000² ÷ (1900²/30 + 100²/30) = 33.1
    assert stratified_interval(layers) == clopper_pearson(wrong=0, examined=33)


def test_a_spread_counts_as_many_items_as_would_be_as_precise():
    layers = [Layer(400, 20, 5), Layer(600, 30, 6)]
    rate, error = stratified_rate(layers), standard_error(layers)

    size = effective_size(layers, rate=rate, error=error)

    assert rate == Fraction(22, 100)
    assert size == min(50, rate * (1 - rate) / error**2)


def test_a_population_examined_whole_has_its_rate_for_certain():
    layers = [Layer(4, 4, 1), Layer(6, 6, 0)]

    assert stratified_interval(layers) == Interval(Fraction(1, 10), Fraction(1, 10))


@pytest.mark.parametrize("layers", [[Layer(9, 0, 0), Layer(9, 5, 1)], [Layer(9, 1, 0)]])
def test_what_is_not_known_is_not_told(layers):
    assert stratified_interval(layers) is None


LAYERS = st.lists(
    st.tuples(st.integers(2, 60), st.integers(2, 60), st.integers(0, 60)).map(
        lambda told: Layer(
            max(told[0], told[1]),
            min(told[0], told[1]),
            min(told[2], told[0], told[1]),
        )
    ),
    min_size=2,
    max_size=4,
)


@given(LAYERS)
def test_it_holds_its_rate_and_is_no_narrower_than_a_simple_samples(layers):
    rate, interval = stratified_rate(layers), stratified_interval(layers)

    assert 0 <= interval.low <= rate <= interval.high <= 1


def chance(population: int, bad: int, drawn: int, wrong: int) -> Fraction:
    """Return the chance to draw so many wrong ones: hypergeometric."""
    return Fraction(
        comb(bad, wrong) * comb(population - bad, drawn - wrong),
        comb(population, drawn),
    )


@pytest.mark.parametrize(
    "bad", [(0, 0), (1, 0), (0, 4), (2, 5), (4, 10), (8, 20), (0, 40), (12, 0)]
)
def test_it_covers_the_true_rate_as_often_as_it_promises(bad):
    # Twelve large ones of which ten are looked at, sixty others of which ten are.
    sizes, drawn = (12, 60), (10, 10)
    truth = Fraction(sum(bad), sum(sizes))
    covered = Fraction(0)

    for wrong in product(range(drawn[0] + 1), range(drawn[1] + 1)):
        layers = [
            Layer(size, number, count)
            for size, number, count in zip(sizes, drawn, wrong, strict=True)
        ]
        interval = stratified_interval(layers)
        if interval.low <= truth <= interval.high:
            covered += chance(sizes[0], bad[0], drawn[0], wrong[0]) * chance(
                sizes[1], bad[1], drawn[1], wrong[1]
            )

    assert covered >= Fraction(95, 100)
