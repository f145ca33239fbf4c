"""Events become steps: what each posting, each new month, each limit moved, and why."""

from decimal import Decimal

import pytest

from progress_app.enums import Presence, Stage
from progress_app.rules.figures import Figure
from reports_app.enums import Cause
from reports_app.rules.bridge_steps import (
    Event,
    LevelStart,
    Window,
    cause_of,
    flow_steps,
    held_of,
    joined,
    level_steps,
)
from reports_app.rules.bridges import Held, Step
from targets_app.enums import TargetKind

UNION = 7


def count(number):
    return Figure(Presence.VALUE, quantity=Decimal(number))


def rate(numerator, denominator):
    return Figure(
        Presence.VALUE, numerator=Decimal(numerator), denominator=Decimal(denominator)
    )


def at_stage(stage):
    return Figure(Presence.VALUE, stage=stage)


NONE = Figure(Presence.NOT_APPLICABLE)


def event(place, figure, *, sequence=1, replaced=None, late=False):
    return Event(sequence, UNION, place, figure, replaced, late)


def moved(steps):
    """Return the steps that moved something: cause, by how much, and the posting."""
    return [(s.cause, s.top, s.base, s.sequence) for s in steps if s.top or s.base]


def stock(before=8, after=9, limit=2, later_limit=None):
    later = limit if later_limit is None else later_limit
    return Window(TargetKind.STOCK, before, after, limit, later)


@pytest.mark.parametrize(
    ("figure", "replaced", "late", "was_known", "cause"),
    [
        (count(1), None, False, False, Cause.REPORTED),
        (count(1), None, False, True, Cause.RENEWED),
        (count(1), None, True, True, Cause.LATE),
        (NONE, None, True, True, Cause.NOT_APPLICABLE),
        (count(1), count(2), True, True, Cause.CORRECTION),
        (NONE, count(2), False, True, Cause.CORRECTION),
    ],
    ids=["reported", "renewed", "late", "not-applicable", "corrected", "withdrawn"],
)
def test_the_cause_of_a_posting(figure, replaced, late, was_known, cause):
    told = event(9, figure, replaced=replaced, late=late)

    assert cause_of(told, was_known=was_known) == cause


def test_a_flow_grows_by_what_is_new_and_by_what_a_correction_changes():
    window = Window(TargetKind.FLOW, 8, 9)
    events = [
        event(9, count(20), sequence=1),
        event(8, count(5), sequence=2, replaced=count(9)),
        event(7, NONE, sequence=3, replaced=count(4), late=True),
        event(9, NONE, sequence=4),
        event(10, count(50), sequence=5),
    ]

    steps = list(flow_steps(window, events))

    assert moved(steps) == [
        (Cause.REPORTED, 20, 0, 1),
        (Cause.CORRECTION, -4, 0, 2),
        (Cause.CORRECTION, -4, 0, 3),
    ]
    assert [step.sequence for step in steps] == [1, 2, 3, 4, 5]


def test_a_level_is_replaced_by_that_of_the_new_month():
    start = LevelStart(known=(8, count(100)), in_view=(8, count(100)))

    steps = level_steps(stock(), UNION, start, [event(9, count(120), sequence=3)])

    assert moved(steps) == [(Cause.RENEWED, 20, 0, 3)]


def test_a_level_that_was_renewed_in_time_never_expired():
    """At place 8 it was carried for two months; at 9 it would have been too old."""
    start = LevelStart(known=(6, count(100)), in_view=(6, count(100)))

    renewed = level_steps(stock(), UNION, start, [event(9, count(120))])
    silent = level_steps(stock(), UNION, start, [])

    assert moved(renewed) == [(Cause.RENEWED, 20, 0, 1)]
    assert moved(silent) == [(Cause.EXPIRED, -100, 0, 0)]


def test_a_closed_unions_level_says_so_when_it_expires():
    start = LevelStart((6, count(100)), (6, count(100)), is_closed=True)

    assert moved(level_steps(stock(), UNION, start, [])) == [(Cause.CLOSED, -100, 0, 0)]


@pytest.mark.parametrize(
    ("window", "change", "cause"),
    [
        (stock(8, 8, limit=2, later_limit=1), -100, Cause.CARRIED),
        (stock(8, 8, limit=1, later_limit=2), 100, Cause.CARRIED),
        (stock(8, 9, limit=2, later_limit=1), -100, Cause.EXPIRED),
    ],
    ids=["shorter", "longer", "older-and-shorter"],
)
def test_another_carry_limit(window, change, cause):
    start = LevelStart((6, count(100)), (6, count(100)))

    assert moved(level_steps(window, UNION, start, [])) == [(cause, change, 0, 0)]


def test_a_posting_for_a_month_that_was_replaced_already_moves_nothing():
    start = LevelStart((8, count(100)), (8, count(100)))
    events = [
        event(6, count(70), sequence=1, late=True),
        event(8, count(90), sequence=2, replaced=count(100)),
        event(10, count(500), sequence=3),
    ]

    steps = list(level_steps(stock(), UNION, start, events))

    assert moved(steps) == [(Cause.CORRECTION, -10, 0, 2)]
    assert [step.sequence for step in steps if step.sequence] == [1, 2, 3]


def test_what_a_longer_look_brings_into_view():
    """A figure for a month that was not measured yet counts with the month."""
    start = LevelStart(known=(8, count(100)), in_view=(9, count(130)))

    assert moved(level_steps(stock(), UNION, start, [])) == [(Cause.PERIOD, 30, 0, 0)]


def test_a_rate_moves_by_both_counts_and_says_when_a_union_joins():
    window = Window(TargetKind.RATIO, 8, 9, 2, 2)
    events = [
        event(8, rate(60, 80), sequence=1, late=True),
        event(9, rate(70, 75), sequence=2),
        event(9, NONE, sequence=3, replaced=rate(70, 75)),
    ]

    steps = [s for s in level_steps(window, UNION, LevelStart(), events) if s.sequence]

    assert [(s.cause, s.top, s.base, s.is_coverage) for s in steps] == [
        (Cause.LATE, 60, 80, True),
        (Cause.RENEWED, 10, -5, False),
        (Cause.CORRECTION, -70, -75, True),
    ]


def test_a_milestone_counts_the_units_that_are_done():
    window = Window(TargetKind.MILESTONE, 2, 11)
    start = LevelStart((2, at_stage(Stage.UNDER_WAY)), (2, at_stage(Stage.UNDER_WAY)))
    events = [
        event(6, at_stage(Stage.BLOCKED), sequence=1),
        event(8, at_stage(Stage.DONE), sequence=2),
    ]

    steps = level_steps(window, UNION, start, events)

    assert moved(steps) == [(Cause.RENEWED, 1, 0, 2)]


@pytest.mark.parametrize(
    ("kind", "known", "held"),
    [
        ("flow", {"quantity": Decimal(3)}, Held(Decimal(3))),
        ("stock", {}, None),
        ("ratio", {"numerator": Decimal(1)}, None),
        (
            "ratio",
            {"numerator": Decimal(1), "denominator": Decimal(2)},
            Held(Decimal(1), Decimal(2)),
        ),
        ("milestone", {"done": 0}, Held(Decimal(0))),
        ("milestone", {}, None),
    ],
    ids=["flow", "stock", "half", "ratio", "milestone", "untold"],
)
def test_what_is_held(kind, known, held):
    nothing = dict.fromkeys(("quantity", "numerator", "denominator", "done"))

    assert held_of(kind, **(nothing | known)) == held


def test_a_union_brings_what_it_held_and_takes_it_away():
    held = Held(Decimal(3), Decimal(4))

    came = joined(UNION, held, sign=1, is_level=True)
    went = joined(UNION, held, sign=-1, is_level=True)

    assert came == Step(UNION, Cause.TREE, Decimal(3), Decimal(4), is_coverage=True)
    assert (went.top, went.base) == (-3, -4)
    assert joined(UNION, None, sign=1, is_level=False).top == 0
