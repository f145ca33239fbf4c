"""A sample shared out by amounts: large strata first, whole where they are full."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.sampling import TooFewError
from reports_app.rules.size_shares import allocated_by_claim, claims_of

STRATA = st.lists(
    st.tuples(st.integers(1, 40), st.fractions(0, 50, max_denominator=7)),
    min_size=1,
    max_size=6,
)


def test_claims_are_shares_of_one_targets_sum_with_a_mean_of_one():
    claims = claims_of([(1, Decimal(6)), (2, Decimal(3)), (3, Decimal(0)), (4, None)])

    assert claims == {1: Fraction(8, 3), 2: Fraction(4, 3), 3: 0, 4: 0}
    assert sum(claims.values()) == len(claims)


def test_without_a_sum_all_claim_the_same():
    assert claims_of([(1, None), (2, Decimal(0))]) == {1: 1, 2: 1}


def test_what_is_large_is_drawn_more_often():
    populations = {"large": 10, "middle": 20, "small": 70}
    claims = {
        "large": Fraction(50),
        "middle": Fraction(30),
        "small": Fraction(20),
    }

    # One each; of the other ten 5, 3 and 2.
    assert allocated_by_claim(populations, claims, size=13) == {
        "large": 6,
        "middle": 4,
        "small": 3,
    }


def test_a_full_stratum_is_drawn_whole_and_leaves_the_rest_to_the_others():
    populations = {"large": 2, "middle": 20, "small": 70}
    claims = {"large": Fraction(50), "middle": Fraction(30), "small": Fraction(20)}

    # The large two for certain; of the nine that are left 5.4 and 3.6.
    assert allocated_by_claim(populations, claims, size=13) == {
        "large": 2,
        "middle": 6,
        "small": 5,
    }


def test_strata_that_claim_nothing_share_by_their_number():
    populations, claims = {"a": 10, "b": 30}, dict.fromkeys("ab", Fraction(0))

    assert allocated_by_claim(populations, claims, size=10) == {"a": 3, "b": 7}


def test_fewer_than_strata_are_refused():
    with pytest.raises(TooFewError):
        allocated_by_claim({"a": 5, "b": 5}, dict.fromkeys("ab", Fraction(1)), size=1)


@given(STRATA, st.data())
def test_every_allocation_is_possible_and_whole(strata, data):
    populations = {i: number for i, (number, _claim) in enumerate(strata)}
    claims = {i: claim for i, (_number, claim) in enumerate(strata)}
    total = sum(populations.values())
    size = data.draw(st.integers(len(strata), total + 3))

    found = allocated_by_claim(populations, claims, size=size)

    assert list(found) == list(populations)
    assert sum(found.values()) == min(size, total)
    assert all(1 <= found[i] <= populations[i] for i in populations)
    for one in populations:
        for other in populations:
            # Of two with room left, the greater claim is never given less.
            if claims[one] >= claims[other] > 0 and found[one] < populations[one]:
                assert found[one] >= min(found[other], populations[one]) - 1
