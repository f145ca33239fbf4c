"""What one union's postings add to a figure, and whether parts make up the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from progress_app.rules.rollup import Cell, Duty, Position, own_positions
from targets_app.enums import TargetKind

FIGURE = (
    "quantity",
    "numerator",
    "denominator",
    "not_started",
    "under_way",
    "done",
    "blocked",
    "not_applicable",
)
"""What a figure consists of; shares and coverage stand beside it."""


@dataclass(frozen=True, slots=True)
class Making:
    """What postings come to at a period's end.

    ``counted`` are the indices of the periods whose posting is part of it; ``carried``
    says that a level was not reported for the period itself and is carried on to it.
    """

    position: Position
    counted: frozenset[int]
    carried: bool


def making(
    *, kind: str, cells: Mapping[int, Cell], at_index: int, carry_forward_periods: int
) -> Making:
    """Return what one union's postings, by period index, come to, and which count.

    Of a flow all count, of anything else the latest, while it has not run out. By the
    same rule as every sum.
    """
    known = {index: cell for index, cell in cells.items() if index <= at_index}
    position = own_positions(
        kind=kind,
        cells=known,
        duties=[Duty(is_expected=False)] * (at_index + 1),
        carry_forward_periods=carry_forward_periods,
    )[at_index]
    if kind == TargetKind.FLOW:
        return Making(position, frozenset(known), carried=False)
    says_something = bool(known) and not is_same_figure(position, Position())
    latest = max(known, default=at_index)
    return Making(
        position,
        frozenset({latest} if says_something else ()),
        carried=says_something and latest < at_index,
    )


def is_same_figure(first: Position, second: Position) -> bool:
    """Return whether two positions tell the same figure; unknown is not 0."""
    return all(getattr(first, name) == getattr(second, name) for name in FIGURE)
