"""The parts of a difference add up exactly, in any order, grouped in any way."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import Cause
from reports_app.rules.bridges import (
    Effect,
    Held,
    Part,
    Reading,
    Step,
    effect_of,
    folded,
    is_ratio,
    parts_of,
    reversed_steps,
)

numbers = st.decimals(-(10**6), 10**6, places=2)
counts = st.decimals(0, 10**6, places=2)
goals = st.none() | st.decimals("0.01", 10**6, places=2)
steps = st.builds(
    Step,
    union_id=st.integers(1, 4),
    cause=st.sampled_from([Cause.LATE, Cause.CORRECTION, Cause.REPORTED]),
    top=numbers,
    base=numbers,
    is_coverage=st.booleans(),
    sequence=st.integers(0, 9),
)


@st.composite
def ends(draw, *, ratio):
    """Return what is known at one end: nothing, or counts that can be."""
    pair = sorted((draw(counts), draw(counts)))
    held = Held(pair[0], pair[1]) if ratio else Held(pair[1])
    return Reading(ratio, draw(st.none() | st.just(held)), draw(goals))


@st.composite
def stories(draw):
    """Return two ends and any steps between them, explaining all or not."""
    ratio = draw(st.booleans())
    before, after = draw(ends(ratio=ratio)), draw(ends(ratio=ratio))
    told = draw(st.lists(steps, max_size=8))
    if not ratio:
        told = [Step(s.union_id, s.cause, s.top, sequence=s.sequence) for s in told]
    return before, after, told


def known(number):
    return number or Fraction(0)


def told(before, after, steps):
    return parts_of(before, after, steps, goal_cause=Cause.GOAL)


@given(story=stories())
def test_the_parts_are_the_difference(story):
    before, after, steps = story

    parts = told(before, after, steps)

    change = known(after.figure) - known(before.figure)
    assert effect_of(parts).total == change
    if before.goal and after.goal:
        shares = sum((part.share for part in parts), Fraction(0))
        assert shares == known(after.share) - known(before.share)
    else:
        assert {part.share for part in parts} <= {None}


@given(story=stories())
def test_read_backwards_every_part_has_the_other_sign(story):
    before, after, steps = story

    there = {(p.union_id, p.cause): p for p in told(before, after, steps)}
    back = {
        (p.union_id, p.cause): p for p in told(after, before, reversed_steps(steps))
    }

    assert there.keys() == back.keys()
    for key, part in there.items():
        assert part.effect.plus(back[key].effect) == Effect()
        assert part.share is None or part.share == -back[key].share


@given(story=stories(), order=st.randoms())
def test_the_order_of_events_does_not_matter(story, order):
    before, after, steps = story
    shuffled = sorted(steps, key=lambda _step: order.random())

    def effects(steps):
        parts = told(before, after, steps)
        return {(p.union_id, p.cause): (p.effect, p.share) for p in parts}

    assert effects(steps) == effects(shuffled)


def rate(numerator, denominator, goal=None):
    return Reading(True, Held(Decimal(numerator), Decimal(denominator)), goal)


def test_a_ratio_by_hand():
    """From 60/100 to 90/120: 40 more at the mean of 1/100 and 1/120, and so on."""
    before, after = rate(60, 100), rate(90, 120)
    steps = [
        Step(1, Cause.CORRECTION, Decimal(-10)),
        Step(2, Cause.LATE, Decimal(30), Decimal(10)),
        Step(3, Cause.REPORTED, Decimal(10), Decimal(10), is_coverage=True),
    ]

    parts = told(before, after, steps)

    mean = (Fraction(1, 100) + Fraction(1, 120)) / 2
    base = -Fraction(150, 2) / 12_000
    assert {part.union_id: part.effect for part in parts} == {
        1: Effect(numerator=-10 * mean),
        2: Effect(numerator=30 * mean, denominator=10 * base),
        3: Effect(coverage=10 * mean + 10 * base),
    }
    assert effect_of(parts).total == Fraction(75, 100) - Fraction(60, 100)
    assert [part.union_id for part in parts] == [2, 1, 3]


def test_a_changed_goal_moves_shares_only():
    before = Reading(False, Held(Decimal(30)), Decimal(100))
    after = Reading(False, Held(Decimal(40)), Decimal(200))

    parts = told(before, after, [Step(1, Cause.REPORTED, Decimal(10))])

    assert [(p.cause, p.union_id, p.effect.total, p.share) for p in parts] == [
        (Cause.REPORTED, 1, 10, Fraction(3, 40)),
        (Cause.GOAL, None, 0, -Fraction(7, 40)),
    ]


def test_from_nothing_known_the_new_figure_is_the_difference():
    before, after = Reading(True, None, Decimal(85)), rate(40, 80, Decimal(85))

    [part] = told(
        before, after, [Step(1, Cause.REPORTED, Decimal(40), Decimal(80), True, 7)]
    )

    assert (part.effect, part.sequences) == (Effect(coverage=Fraction(1, 2)), (7,))
    assert part.share == Fraction(50, 85)


def test_what_no_event_explains_is_said():
    before, after = rate(60, 100), rate(61, 100)

    [part] = told(before, after, [])

    assert (part.cause, part.effect.total) == (Cause.OTHER, Fraction(1, 100))


def test_what_moves_nothing_is_left_out():
    same = rate(60, 100)

    assert told(same, same, [Step(1, Cause.LATE), Step(2, Cause.CORRECTION)]) == []


def test_equal_parts_stand_in_one_order():
    before, after = Reading(False, Held(Decimal(0)), None), Reading(False, None, None)
    steps = [
        Step(2, Cause.REPORTED, Decimal(1)),
        Step(1, Cause.REPORTED, Decimal(1)),
        Step(1, Cause.CORRECTION, Decimal(-1)),
        Step(3, Cause.LATE, Decimal(-1)),
    ]
    expected = [
        (Cause.CORRECTION, 1),
        (Cause.LATE, 3),
        (Cause.REPORTED, 1),
        (Cause.REPORTED, 2),
    ]

    for order in permutations(steps):
        parts = told(before, after, order)
        assert [(part.cause, part.union_id) for part in parts] == expected


@pytest.mark.parametrize(
    ("reading", "figure", "share"),
    [
        (rate(0, 80, Decimal(85)), 0, 0),
        (rate(34, 80, Decimal(85)), Fraction(34, 80), Fraction(1, 2)),
        (rate(0, 0, Decimal(85)), None, None),
        (Reading(False, Held(Decimal(0)), Decimal(5)), 0, 0),
        (Reading(False, Held(Decimal(3)), None), 3, None),
        (Reading(False, Held(Decimal(3)), Decimal(0)), 3, None),
        (Reading(False, None, Decimal(5)), None, None),
    ],
    ids=["rate-0", "rate", "no-base", "zero", "no-goal", "goal-0", "unknown"],
)
def test_readings(reading, figure, share):
    assert (reading.figure, reading.share) == (figure, share)


def part(number, share=None):
    return Part(Cause.LATE, number, Effect(numerator=Fraction(number)), share)


def test_the_smaller_parts_are_folded_into_one():
    parts = [part(n, Fraction(n, 10)) for n in (9, 7, 5, 3)]

    head, rest = folded(parts, limit=2)

    assert list(head) == parts[:2]
    assert (rest.number, rest.effect.total, rest.share) == (2, 8, Fraction(4, 5))


@pytest.mark.parametrize("limit", [3, 4], ids=["one-over", "all"])
def test_a_rest_of_one_is_not_folded(limit):
    parts = [part(n) for n in (9, 7, 5, 3)]

    assert folded(parts, limit=limit) == (parts, None)


def test_folding_parts_without_shares():
    assert folded([part(3), part(2), part(1)], limit=1)[1].share is None


@pytest.mark.parametrize("kind", ["flow", "stock", "ratio", "milestone"])
def test_only_a_ratio_has_two_counts(kind):
    assert is_ratio(kind) == (kind == "ratio")
