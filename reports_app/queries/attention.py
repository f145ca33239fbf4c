"""Targets that need the leadership's attention, and which unions lie behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from progress_app.enums import Light
from reports_app.queries.standing import (
    Frame,
    Positions,
    Standing,
    is_owing,
    standing,
)
from reports_app.rules.standings import ATTENTION
from unions_app.models import Union

CAUSES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """What one union lacks to its own pace; ``is_unreported``: it has told nothing."""

    union: Union
    amount: Decimal
    standing: Standing
    is_unreported: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """A target that needs attention and what lies behind it.

    ``gaps`` are the largest of ``short``, all unions that lack something to their pace;
    ``units_behind`` counts those. A frozen page keeps no more than the largest.
    ``blocked`` are the unions where a milestone is stuck.
    """

    standing: Standing
    gaps: tuple[Gap, ...]
    units_behind: int
    blocked: tuple[Union, ...]
    short: tuple[Gap, ...] = ()


def needing_attention(standings: Iterable[Standing]) -> list[Standing]:
    """Return what is far behind, behind or not reported, the gravest first.

    Until its due month, silence about a milestone is no delay: it is only counted.
    """
    found = [
        row
        for row in standings
        if row.light in ATTENTION
        and (row.light != Light.NOT_REPORTED or row.expected > 0)
    ]
    return sorted(found, key=_gravity)


def _gravity(row: Standing) -> tuple[int, bool, object]:
    reached = (row.achieved or 0) / row.expected if row.expected else 1
    return ATTENTION.index(row.light), not row.target.is_numeric, reached


def gap_of(row: Standing) -> Gap | None:
    """Return what a union lacks to its own share's pace; None when nothing.

    A ratio's union that told nothing has an unknown gap, not a large one: its
    denominator is not known.
    """
    if not row.shortfall:
        return None
    return Gap(row.union, row.shortfall, row, is_unreported=row.achieved is None)


def attention_of(
    frame: Frame, rows: Iterable[Standing], positions: Positions
) -> tuple[Attention, ...]:
    """Explain targets by the unions below the federation."""
    return tuple(_explained(frame, row, positions) for row in rows)


def _explained(frame: Frame, row: Standing, positions: Positions) -> Attention:
    below = [
        standing(frame=frame, target=row.target, union=unit, positions=positions)
        for unit in frame.unions.values()
        if unit.pk != row.union.pk and is_owing(row.target, unit)
    ]
    gaps = [gap for gap in map(gap_of, below) if gap is not None]
    gaps.sort(key=lambda gap: -gap.amount)
    return Attention(
        standing=row,
        gaps=tuple(gaps[:CAUSES_SHOWN]),
        units_behind=len(gaps),
        blocked=tuple(unit.union for unit in below if unit.position.blocked),
        short=tuple(gaps),
    )
