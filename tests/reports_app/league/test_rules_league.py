"""The league's arithmetic: exact sums, ties, the cap, and what can never happen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import LeagueFormula
from reports_app.rules.league import (
    Result,
    capped,
    contributions_of,
    ranks_of,
    scores_of,
)

ONE = Fraction(1)
CAPPED, ON_PACE, MEAN_PLACE = LeagueFormula
QUARTERS = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), ONE]
"""What is expected of each of four targets, by their ids 0 to 3."""


def result(achieved, *, target=3, weight=1) -> Result:
    return Result(target, weight, Fraction(achieved), QUARTERS[target])


def scores(results, formula=CAPPED, cap=ONE):
    return scores_of(contributions_of(results, formula=formula, cap=cap))


@st.composite
def leagues(draw):
    """Up to six unions, each measured on some of four targets of given weights."""
    weights = draw(st.lists(st.integers(1, 5), min_size=4, max_size=4))
    shares = st.fractions(0, 3, max_denominator=12)
    found = {}
    for union_id in range(draw(st.integers(2, 6))):
        targets = draw(st.sets(st.integers(0, 3), min_size=1))
        found[union_id] = tuple(
            result(draw(shares), target=target, weight=weights[target])
            for target in sorted(targets)
        )
    return found


CAPS = st.sampled_from([ONE, Fraction(11, 10), Fraction(6, 5)])
FORMULAS = st.sampled_from(list(LeagueFormula))


def test_on_the_pace_everywhere_is_full_marks():
    results = {1: (result("1/4", target=0), result("3/4", target=2))}

    assert scores(results) == {1: 100}


def test_a_target_ahead_hides_none_behind():
    results = {1: (result("21/10"), result("4/10", target=3))}

    assert scores(results) == {1: 70}


@pytest.mark.parametrize(
    ("achieved", "target", "cap", "share"),
    [
        ("0", 0, "1", "0"),
        ("1/8", 0, "1", "1/2"),
        ("1/4", 0, "1", "1"),
        ("9/10", 0, "1", "1"),
        ("27/100", 0, "6/5", "27/25"),
        ("9/10", 0, "6/5", "6/5"),
        ("21/10", 2, "6/5", "6/5"),
        ("99/100", 3, "6/5", "99/100"),
        ("21/10", 3, "6/5", "1"),
    ],
)
def test_the_cap_bounds_the_pace_and_the_goal_bounds_all(achieved, target, cap, share):
    assert capped(result(achieved, target=target), Fraction(cap)) == Fraction(share)


def test_weights_are_shared_by_what_a_union_is_measured_on():
    both = (result("1", weight=3), result("0", target=0))
    results = {1: both, 2: (result("1", weight=3),)}

    assert scores(results) == {1: 75, 2: 100}


def test_the_share_on_pace_counts_whole_targets():
    almost = Fraction(3, 4) - Fraction(1, 10**9)
    results = {1: (result("3/4", target=2), result(almost, target=2))}

    assert scores(results, ON_PACE) == {1: 50}


def test_the_mean_place_is_the_part_of_the_others_one_is_ahead_of():
    results = {n: (result(share),) for n, share in enumerate(["1", "1/2", "1/2", "0"])}

    told = scores(results, MEAN_PLACE)

    assert told == {0: 100, 1: 50, 2: 50, 3: 0}


def test_what_is_beyond_the_cap_is_no_place_ahead():
    results = {1: (result("1"),), 2: (result("8"),)}

    assert scores(results, MEAN_PLACE) == {1: 50, 2: 50}


def test_alone_on_a_target_is_neither_ahead_nor_behind():
    assert scores({1: (result("1"),)}, MEAN_PLACE) == {1: 50}


@pytest.mark.parametrize(
    ("points", "ranks"),
    [
        ([], []),
        (["5"], [1]),
        (["1", "3", "2"], [3, 1, 2]),
        (["3", "2", "2", "1"], [1, 2, 2, 4]),
        (["2", "2", "2"], [1, 1, 1]),
        (["1/3", "33333333/100000000"], [1, 2]),
    ],
)
def test_only_exactly_equal_scores_share_a_rank(points, ranks):
    told = ranks_of({n: Fraction(text) for n, text in enumerate(points)})

    assert [told[n] for n in range(len(points))] == ranks


@given(leagues(), FORMULAS, CAPS)
def test_points_are_within_their_bounds_and_a_score_within_its_own(
    results, formula, cap
):
    contributions = contributions_of(results, formula=formula, cap=cap)

    for rows in contributions.values():
        assert sum(row.full for row in rows) == 100
        assert all(0 <= row.points <= row.most for row in rows)
        assert all(row.points == row.share * row.full for row in rows)


@given(leagues(), FORMULAS, CAPS, st.randoms(use_true_random=False))
def test_the_order_of_unions_and_targets_is_nothing(results, formula, cap, random):
    order = list(results)
    random.shuffle(order)
    shuffled = {pk: random.sample(results[pk], len(results[pk])) for pk in order}

    before = scores(results, formula, cap)

    assert scores(shuffled, formula, cap) == before
    assert ranks_of(scores(shuffled, formula, cap)) == ranks_of(before)


@given(leagues(), FORMULAS, CAPS, st.data())
def test_achieving_more_never_lowers_a_rank(results, formula, cap, data):
    union_id = data.draw(st.sampled_from(sorted(results)))
    rows = list(results[union_id])
    place = data.draw(st.integers(0, len(rows) - 1))
    more = data.draw(st.fractions(0, 3, max_denominator=12))
    old = rows[place]
    rows[place] = Result(
        old.target_id, old.weight, old.achieved + more, expected=old.expected
    )

    before = ranks_of(scores(results, formula, cap))
    after = ranks_of(scores(results | {union_id: tuple(rows)}, formula, cap))

    assert after[union_id] <= before[union_id]


@given(st.dictionaries(st.integers(0, 30), st.fractions(0, 100, max_denominator=6)))
def test_a_rank_is_one_more_than_the_number_that_is_better(told):
    ranks = ranks_of(told)

    assert all(
        ranks[pk] == 1 + sum(other > score for other in told.values())
        for pk, score in told.items()
    )
