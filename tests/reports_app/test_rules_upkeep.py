"""A rate that is to be maintained is tested in every period."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.rules.rollup import Position
from reports_app.rules.upkeep import Upkeep, upkeep_of

GOAL = Decimal(85)
UNKNOWN = Position(units_expected=1)


def rated(numerator: int, denominator: int = 100, *, reported: int = 1) -> Position:
    return Position(
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
        units_expected=1,
        units_reported=reported,
        units_stale=1 - reported,
    )


CARRIED = rated(84, reported=0)
POSITIONS = {
    "+": rated(85),
    "-": rated(84),
    "?": UNKNOWN,
    "c": CARRIED,
    "0": rated(0),
    "e": rated(0, 0),
}


def kept_up(periods: str) -> Upkeep:
    """Return the upkeep of a year of ``+`` reached, ``-`` below, ``?`` not known."""
    told = [POSITIONS[sign] for sign in periods]
    return upkeep_of(goal=GOAL, positions=told, latest=told[-1] if told else UNKNOWN)


@pytest.mark.parametrize(
    ("periods", "below", "unknown", "run", "possible"),
    [
        ("", 0, 0, 0, 0),
        ("+++", 0, 0, 0, 0),
        ("-", 1, 0, 1, 1),
        ("+-+-+", 2, 0, 1, 1),
        ("--+---", 5, 0, 3, 3),
        # Not known is neither below nor reached, and hides no longer run.
        ("-?-", 2, 1, 1, 3),
        ("???", 0, 3, 0, 3),
        ("+?+", 0, 1, 0, 1),
        ("--?+-", 3, 1, 2, 3),
        # Nobody reported: the level that is carried on does not test the period.
        ("+c-", 1, 1, 1, 2),
        # 0 of 100 is a figure; 0 of 0 is none.
        ("0", 1, 0, 1, 1),
        ("e", 0, 1, 0, 1),
    ],
)
def test_periods_below_and_their_longest_run(periods, below, unknown, run, possible):
    found = kept_up(periods)

    assert (found.periods, found.below, found.unknown) == (len(periods), below, unknown)
    assert (found.longest_run, found.longest_possible) == (run, possible)


@pytest.mark.parametrize(
    ("numerator", "below"), [(8496, 1), (8499, 1), (8500, 0), (8501, 0)]
)
def test_a_rate_is_held_against_its_goal_exactly(numerator, below):
    told = rated(numerator, 10_000)

    assert upkeep_of(goal=GOAL, positions=[told], latest=told).below == below


def test_the_level_is_the_latest_even_of_a_period_still_open():
    found = upkeep_of(goal=GOAL, positions=[rated(80)], latest=rated(86))

    assert found.level == Fraction(86, 100)
    assert found.below == 1


def test_without_a_figure_there_is_no_level():
    assert upkeep_of(goal=GOAL, positions=[rated(80)], latest=UNKNOWN).level is None


def longest(periods: str, signs: str) -> int:
    """Return the longest run the plain way: every piece of the year is tried."""
    pieces = [
        periods[start:end]
        for start in range(len(periods))
        for end in range(start + 1, len(periods) + 1)
    ]
    return max((len(p) for p in pieces if set(p) <= set(signs)), default=0)


years = st.text(alphabet="+-?", max_size=12)


@given(years)
def test_upkeep_is_what_counting_by_hand_gives(periods):
    found = kept_up(periods)

    assert found.below == periods.count("-")
    assert found.unknown == periods.count("?")
    assert found.longest_run == longest(periods, "-")
    assert found.longest_possible == longest(periods, "-?")


@given(years, st.data())
def test_whatever_the_unknown_turn_out_to_be_the_run_lies_between(periods, data):
    filled = "".join(
        data.draw(st.sampled_from("+-")) if sign == "?" else sign for sign in periods
    )
    before, after = kept_up(periods), kept_up(filled)

    assert before.longest_run <= after.longest_run <= before.longest_possible
    assert before.below <= after.below <= before.below + before.unknown


@given(years.filter(len), st.data())
def test_a_higher_rate_never_adds_a_period_below(periods, data):
    at = data.draw(st.integers(0, len(periods) - 1))
    better = periods[:at] + "+" + periods[at + 1 :]

    assert kept_up(better).below <= kept_up(periods).below
    assert kept_up(better).longest_run <= kept_up(periods).longest_run
