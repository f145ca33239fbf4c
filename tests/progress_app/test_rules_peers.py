"""The middle of a peer group: exact, and silent where it would name somebody."""

from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from progress_app.rules.peers import LEAST_KNOWN, median_share

SHARES = st.fractions(min_value=0, max_value=3, max_denominator=997)


def test_the_middle_of_five():
    shares = [Fraction(n, 7) for n in (9, 1, 5, 3, 2)]

    assert median_share(shares) == Fraction(3, 7)


def test_between_two_middle_ones_it_is_exactly_halfway():
    shares = [Fraction(1, 3), Fraction(1, 7), *[Fraction(0)] * 2, *[Fraction(1)] * 2]

    assert median_share(shares) == Fraction(5, 21)


def test_fewer_than_five_known_are_not_told():
    four = [Fraction(1, 2)] * 4

    assert median_share(four) is None
    assert median_share([*four, None, None]) is None
    assert median_share([*four, Fraction(0)]) == Fraction(1, 2)


def test_nothing_is_a_share_and_nothing_known_is_none():
    assert median_share([Fraction(0)] * 5) == 0
    assert median_share([None] * 9) is None
    assert median_share([]) is None


@given(st.lists(st.none() | SHARES, max_size=15))
def test_it_agrees_with_the_textbook(shares):
    known = [share for share in shares if share is not None]
    told = median(known) if len(known) >= LEAST_KNOWN else None

    assert median_share(shares) == told


@given(st.lists(SHARES, min_size=5, max_size=9), st.randoms(use_true_random=False))
def test_who_comes_first_does_not_matter(shares, random):
    mixed = list(shares)
    random.shuffle(mixed)

    assert median_share(mixed) == median_share(shares)
