"""The roll-up once more, in the plainest Python: what the product is held against.

Nothing here is shared with the product but the shape of a position. Every figure is
taken straight from the list of postings, for one node and one period at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Position


@dataclass(frozen=True)
class Told:
    """One posting: who said what for which period, and when it became known."""

    sequence: int
    union: int
    period: int
    figure: Figure


@dataclass(frozen=True)
class World:
    """Who there is, who owes when, and the shares: by union, and period index."""

    kind: str
    limit: int
    periods: int
    parents: Mapping[int, int | None]
    expected: Mapping[int, Sequence[bool]]
    quotas: Mapping[int, Sequence[Decimal | None]] = field(default_factory=dict)


def below(world: World, node: int) -> list[int]:
    """Return a node and everything under it."""
    found = [node]
    for union, parent in world.parents.items():
        if parent == node:
            found += below(world, union)
    return found


def in_force(history: Sequence[Told], union: int, period: int) -> Told | None:
    """Return the last word on a cell."""
    words = [t for t in history if (t.union, t.period) == (union, period)]
    return max(words, key=lambda told: told.sequence) if words else None


def latest(history: Sequence[Told], union: int, period: int) -> tuple[int, Told] | None:
    """Return how many periods ago a union last said something, and what."""
    for age in range(period + 1):
        told = in_force(history, union, period - age)
        if told:
            return age, told
    return None


def total(numbers: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known; None when nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def quota(world: World, node: int, period: int) -> Decimal | None:
    """Return a node's own share, or else the sum of those below it."""
    own = world.quotas.get(node, [None] * world.periods)[period]
    if own is not None:
        return own
    children = [union for union, parent in world.parents.items() if parent == node]
    return total([quota(world, child, period) for child in children])


def level(
    world: World, history: Sequence[Told], union: int, period: int
) -> tuple[Figure, bool]:
    """Return what a union's latest figure still says, and whether it is an old one."""
    found = latest(history, union, period)
    if found is None:
        return Figure(), False
    age, told = found
    if world.kind != "milestone" and age > world.limit:
        return Figure(), False
    return told.figure, age > 0 and told.figure.presence == "value"


def flow(history: Sequence[Told], union: int, period: int) -> Decimal | None:
    """Return the sum of a union's figures so far; "not applicable" adds nothing."""
    found = [in_force(history, union, p) for p in range(period + 1)]
    return total([t.figure.quantity or Decimal(0) for t in found if t])


def position(world: World, history: Sequence[Told], node: int, period: int) -> Position:
    """Return what is known at a node at a period's end."""
    unions = below(world, node)
    duty = [u for u in unions if world.expected[u][period]]
    levels = [level(world, history, u, period) for u in unions]
    figures = [figure for figure, _is_old in levels]
    is_flow, is_milestone = world.kind == "flow", world.kind == "milestone"
    quantities = (
        [flow(history, u, period) for u in unions]
        if is_flow
        else [figure.quantity for figure in figures]
    )
    stages = [figure.stage for figure in figures if is_milestone]
    told = [t.sequence for t in history if t.union in unions and t.period <= period]
    in_force_now = [
        t.sequence
        for t in history
        if t.sequence in told and in_force(history, t.union, t.period) == t
    ]
    return Position(
        quantity=total(quantities),
        numerator=None if is_flow else total([f.numerator for f in figures]),
        denominator=None if is_flow else total([f.denominator for f in figures]),
        not_started=stages.count("not_started"),
        under_way=stages.count("under_way"),
        done=stages.count("done"),
        blocked=stages.count("blocked"),
        not_applicable=(
            0 if is_flow else [f.presence for f in figures].count("not_applicable")
        ),
        quota=quota(world, node, period),
        units_expected=len(duty),
        units_reported=sum(in_force(history, u, period) is not None for u in duty),
        units_stale=(
            0 if is_flow or is_milestone else sum(is_old for _figure, is_old in levels)
        ),
        last_sequence=max(in_force_now, default=0),
    )


def is_involved(world: World, history: Sequence[Told], node: int) -> bool:
    """Return whether a node or anything below it owes, has a share or has reported."""
    unions = below(world, node)
    return (
        any(any(world.expected[u]) for u in unions)
        or any(q is not None for u in unions for q in world.quotas.get(u, ()))
        or any(told.union in unions for told in history)
    )


def all_positions(
    world: World, history: Sequence[Told]
) -> dict[tuple[int, int], Position]:
    """Return every involved node's position at every period's end."""
    return {
        (node, period): position(world, history, node, period)
        for node in world.parents
        if is_involved(world, history, node)
        for period in range(world.periods)
    }
