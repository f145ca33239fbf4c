"""Which postings are in a figure, by the same rule as every sum."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import Presence
from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Cell, Position
from reports_app.rules.ancestry import is_same_figure, making
from targets_app.enums import TargetKind


def cells(**amounts: int) -> dict[int, Cell]:
    """Return cells by index: ``p3=5`` is 5 in the fourth period."""
    return {
        int(name[1:]): Cell(Figure(Presence.VALUE, quantity=Decimal(n)), sequence=n)
        for name, n in amounts.items()
    }


def made(kind, known, at, limit=2):
    return making(kind=kind, cells=known, at_index=at, carry_forward_periods=limit)


def test_all_of_a_flow_counts_up_to_the_period():
    found = made(TargetKind.FLOW, cells(p0=3, p2=4, p5=9), 4)

    assert found.position.quantity == 7
    assert (found.counted, found.carried) == (frozenset({0, 2}), False)


@pytest.mark.parametrize(
    ("at", "quantity", "counted", "carried"),
    [(2, 4, {2}, False), (3, 4, {2}, True), (4, 4, {2}, True), (5, None, set(), False)],
)
def test_the_latest_of_a_stock_counts_until_it_runs_out(at, quantity, counted, carried):
    found = made(TargetKind.STOCK, cells(p0=3, p2=4), at)

    assert found.position.quantity == quantity
    assert (found.counted, found.carried) == (frozenset(counted), carried)


def test_a_stage_stands_until_the_next():
    stage = {1: Cell(Figure(Presence.VALUE, stage="done"), sequence=1)}

    found = made(TargetKind.MILESTONE, stage, 11)

    assert found.position.done == 1
    assert (found.counted, found.carried) == (frozenset({1}), True)


def test_not_applicable_is_said_too():
    nothing = {1: Cell(Figure(Presence.NOT_APPLICABLE), sequence=1)}

    assert made(TargetKind.RATIO, nothing, 1).counted == {1}


def test_nothing_posted_makes_nothing():
    found = made(TargetKind.STOCK, {}, 3)

    assert (found.counted, found.carried) == (frozenset(), False)
    assert is_same_figure(found.position, Position())


@given(st.dictionaries(st.integers(0, 11), st.integers(0, 50)), st.integers(0, 11))
def test_what_counts_of_a_flow_adds_up_to_it(amounts, at):
    known = cells(**{f"p{index}": amount for index, amount in amounts.items()})

    found = made(TargetKind.FLOW, known, at)

    assert (found.position.quantity or 0) == sum(amounts[i] for i in found.counted)


def test_unknown_is_not_0():
    assert not is_same_figure(Position(), Position(quantity=Decimal(0)))
    assert is_same_figure(Position(quota=Decimal(1)), Position(units_expected=4))
