"""Whether a rate that is to be kept up (动态保持) held in every period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from progress_app.rules.rollup import Position
from reports_app.rules.standings import level


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How a rate was kept up over the periods past their due day.

    ``level`` is the latest one, an exact share. Of the ``periods`` looked at,
    ``below`` are known to be below the goal; ``unknown`` have no figure and are neither
    below nor reached. ``longest_run`` is the longest row of periods all known to be
    below; ``longest_possible`` the longest there can be, were the unknown below too.
    """

    level: Fraction | None
    periods: int
    below: int
    unknown: int
    longest_run: int
    longest_possible: int


def upkeep_of(
    *, goal: Decimal, positions: Sequence[Position], latest: Position
) -> Upkeep:
    """Test a rate (in percent) against every period's position, in order.

    A level that is only carried on is no test of the new period: where nobody
    reported, the period is unknown. Source: docs/domain.md, kinds of target.
    """
    tests = [_is_below(goal, position) for position in positions]
    return Upkeep(
        level=level(latest),
        periods=len(tests),
        below=tests.count(True),
        unknown=tests.count(None),
        longest_run=_longest(test is True for test in tests),
        longest_possible=_longest(test is not False for test in tests),
    )


def _is_below(goal: Decimal, position: Position) -> bool | None:
    reached = level(position) if position.units_reported else None
    return None if reached is None else reached * 100 < Fraction(goal)


def _longest(tests: Iterable[bool]) -> int:
    runs = [len(list(run)) for is_hit, run in groupby(tests) if is_hit]
    return max(runs, default=0)
