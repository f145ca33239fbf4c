"""How accepted figures add up over periods and over unions. Source: docs/domain.md.

A position is what is known of a target at a period's end, for one union or for all
below a node. None is "nothing known"; it is never read as 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from progress_app.enums import Presence, Stage
from progress_app.rules.figures import Figure
from targets_app.enums import TargetKind


@dataclass(frozen=True, slots=True)
class Cell:
    """The posting in force for one target, union and period."""

    figure: Figure
    sequence: int


@dataclass(frozen=True, slots=True)
class Duty:
    """What a union owes for one period: whether at all, and its share then in force."""

    is_expected: bool
    quota: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Cumulative figures at a period's end.

    The stages count unions, as does ``not_applicable``: those whose latest report says
    that there is no such thing with them (not for flows, where it adds nothing).
    """

    quantity: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_started: int = 0
    under_way: int = 0
    done: int = 0
    blocked: int = 0
    not_applicable: int = 0
    quota: Decimal | None = None
    units_expected: int = 0
    units_reported: int = 0
    units_stale: int = 0
    last_sequence: int = 0


def add(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """Add two figures of which either may be unknown; both unknown stays unknown."""
    if first is None:
        return second
    return first if second is None else first + second


def own_positions(
    *,
    kind: str,
    cells: Mapping[int, Cell],
    duties: Sequence[Duty],
    carry_forward_periods: int,
) -> list[Position]:
    """Return one union's own position at the end of each period, in order.

    ``cells`` are keyed by the period's index in ``duties``. Every position depends
    only on cells of its own and earlier periods.
    """
    positions = []
    total: Decimal | None = None
    latest: tuple[int, Cell] | None = None
    last_sequence = 0
    limit = None if kind == TargetKind.MILESTONE else carry_forward_periods
    for index, duty in enumerate(duties):
        cell = cells.get(index)
        if cell is not None:
            latest = (index, cell)
            last_sequence = max(last_sequence, cell.sequence)
            total = add(total, cell.figure.quantity or Decimal(0))
        if kind == TargetKind.FLOW:
            known = Position(quantity=total)
        else:
            known = level(latest, at_index=index, limit=limit)
        positions.append(
            replace(
                known,
                quota=duty.quota,
                units_expected=int(duty.is_expected),
                # Counted only where one was owed: coverage never passes 100 %.
                units_reported=int(cell is not None and duty.is_expected),
                last_sequence=last_sequence,
            )
        )
    return positions


def level(
    latest: tuple[int, Cell] | None, *, at_index: int, limit: int | None
) -> Position:
    """Return what the latest report of a stock, ratio or milestone still says.

    Past the limit of periods without a new one it says nothing; within it, it is
    carried forward and marked stale. A milestone's stage stands until the next.
    """
    if latest is None:
        return Position()
    age, figure = at_index - latest[0], latest[1].figure
    if limit is not None and age > limit:
        return Position()
    if figure.presence != Presence.VALUE:
        return Position(not_applicable=1)
    return Position(
        quantity=figure.quantity,
        numerator=figure.numerator,
        denominator=figure.denominator,
        not_started=int(figure.stage == Stage.NOT_STARTED),
        under_way=int(figure.stage == Stage.UNDER_WAY),
        done=int(figure.stage == Stage.DONE),
        blocked=int(figure.stage == Stage.BLOCKED),
        units_stale=int(limit is not None and age > 0),
    )


def combine(positions: Iterable[Position], *, own_quota: Decimal | None) -> Position:
    """Add the positions of a node's children (and its own) into the node's.

    A ratio's counts are added, its percentages never. The node's own quota, where it
    has one, stands for the sum of its children's.
    """
    parts = list(positions)
    return Position(
        quantity=_sum([part.quantity for part in parts]),
        numerator=_sum([part.numerator for part in parts]),
        denominator=_sum([part.denominator for part in parts]),
        not_started=sum([part.not_started for part in parts]),
        under_way=sum([part.under_way for part in parts]),
        done=sum([part.done for part in parts]),
        blocked=sum([part.blocked for part in parts]),
        not_applicable=sum([part.not_applicable for part in parts]),
        quota=own_quota
        if own_quota is not None
        else _sum([part.quota for part in parts]),
        units_expected=sum([part.units_expected for part in parts]),
        units_reported=sum([part.units_reported for part in parts]),
        units_stale=sum([part.units_stale for part in parts]),
        last_sequence=max([part.last_sequence for part in parts], default=0),
    )


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    """Add what is known; None where nothing is."""
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None
