"""The draw is the same for ever; shares of strata are exact; sizes are of one target."""

import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import SizeBand
from reports_app.rules.sampling import (
    TooFewError,
    allocated,
    draw_key,
    drawn,
    size_bands,
)

POPULATIONS = st.lists(st.integers(1, 400), min_size=1, max_size=25)


def test_the_rule_is_a_hash_that_anybody_can_compute():
    told = '["unionplan-sample-1","2024","1"]'

    assert (
        draw_key(seed="2024", sequence=1) == hashlib.sha256(told.encode()).hexdigest()
    )


def test_golden_samples():
    """These stand for ever: another result is another rule, and needs another name."""
    key = "29db5daa8693a49365e4562b13522eaa72e95b14830d34408fa0ab186364084e"
    assert draw_key(seed="2024", sequence=1) == key
    assert drawn(range(1, 101), seed="2024", size=5) == [99, 46, 67, 20, 86]
    assert drawn(range(1, 101), seed="第三季度", size=4) == [81, 27, 89, 82]
    assert drawn(range(1, 10_429), seed="a418e057019f19c4", size=4) == [
        991,
        3503,
        2597,
        3029,
    ]


@given(st.sets(st.integers(1, 10**12), max_size=60), st.text(max_size=8), st.data())
def test_the_order_of_the_rows_decides_nothing(sequences, seed, data):
    seed = seed.encode(errors="ignore").decode()
    size = data.draw(st.integers(0, 60))
    shuffled = data.draw(st.permutations(sorted(sequences)))

    found = drawn(sorted(sequences), seed=seed, size=size)

    assert drawn(shuffled, seed=seed, size=size) == found
    assert len(found) == min(size, len(sequences)) == len(set(found))


def test_a_larger_sample_begins_with_the_smaller_one():
    small = drawn(range(1, 500), seed="x", size=7)

    assert drawn(range(1, 500), seed="x", size=20)[:7] == small


def test_a_draw_is_even():
    """Of 2000 seeds each of ten postings is first about as often: chi-square under 27.9.

    27.877 is the 0.999 point of chi-square with nine degrees of freedom. The seeds are
    fixed, so the test cannot fail by chance.
    """
    firsts = [drawn(range(1, 11), seed=str(i), size=1)[0] for i in range(2000)]

    squares = sum((firsts.count(n) - 200) ** 2 for n in range(1, 11))

    assert Fraction(squares, 200) < Fraction(27877, 1000)


@pytest.mark.parametrize(
    ("populations", "size", "expected"),
    [
        ([90, 9, 1], 10, [8, 1, 1]),
        ([50, 30, 20], 10, [5, 3, 2]),
        ([1, 1, 1], 3, [1, 1, 1]),
        ([10, 10, 10], 10, [4, 3, 3]),
        ([5, 5], 100, [5, 5]),
        ([1000, 1, 1, 1], 5, [2, 1, 1, 1]),
        ([333, 333, 334], 100, [33, 33, 34]),
        ([7], 3, [3]),
    ],
    ids=str,
)
def test_shares_of_strata(populations, size, expected):
    told = allocated(dict(enumerate(populations)), size=size)

    assert list(told.values()) == expected


@given(POPULATIONS, st.data())
def test_every_stratum_is_drawn_from_and_none_beyond_what_it_has(populations, data):
    total = sum(populations)
    size = data.draw(st.integers(len(populations), total))

    told = allocated(dict(enumerate(populations)), size=size)

    assert list(told) == list(range(len(populations)))
    assert sum(told.values()) == size
    assert all(1 <= told[i] <= number for i, number in enumerate(populations))


@given(POPULATIONS, st.data())
def test_shares_are_the_largest_remainders_where_nobody_had_to_be_given_one(
    populations, data
):
    total = sum(populations)
    size = data.draw(st.integers(len(populations), total))
    exact = [Fraction(size * number, total) for number in populations]

    told = allocated(dict(enumerate(populations)), size=size)

    if all(share >= 1 for share in exact):
        assert all(abs(told[i] - share) < 1 for i, share in enumerate(exact))


def test_fewer_than_strata_are_refused():
    with pytest.raises(TooFewError):
        allocated({"a": 5, "b": 5, "c": 5}, size=2)


def bands(*amounts: str | None) -> list[SizeBand]:
    told = size_bands(
        [(i, None if a is None else Decimal(a)) for i, a in enumerate(amounts)]
    )
    return [told[i] for i in range(len(amounts))]


def test_bands_of_size():
    large, middle, small = SizeBand.LARGE, SizeBand.MIDDLE, SizeBand.SMALL

    assert bands("50", "30", "20") == [large, middle, small]
    assert bands("20", "30", "50") == [small, middle, large]
    assert bands("0.5", "0.5") == [large, middle]
    assert bands("10", "0", "0") == [large, small, small]


def test_what_has_no_size_has_no_band():
    assert bands(None, None) == [SizeBand.NONE] * 2
    assert bands("0", "0") == [SizeBand.NONE] * 2
    assert bands() == []


@given(st.lists(st.decimals("0", "1000", places=2), min_size=1, max_size=30))
def test_a_larger_figure_is_never_in_a_lower_band(amounts):
    told = size_bands(list(enumerate(amounts)))
    places = list(SizeBand)

    ordered = sorted(range(len(amounts)), key=lambda i: (-amounts[i], i))

    assert [places.index(told[i]) for i in ordered] == sorted(
        places.index(told[i]) for i in ordered
    )
