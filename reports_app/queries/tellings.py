"""A bridge as it is read: rounded so that what is shown adds up to what is shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from reports_app.enums import Cause
from reports_app.queries.bridges import Bridge
from reports_app.queries.measures import (
    Measure,
    Shown,
    figure_shown,
    measure_of,
    points,
    share_shown,
)
from reports_app.rules.bridges import Effect, Part, Rest, folded
from reports_app.rules.rounding import rounded_parts
from unions_app.models import Union

ROWS = 8
"""How many parts a table and a chart show; the smaller ones are summed."""


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One row: a union's events of one cause, the rest, or what rounding left over.

    ``ways`` are a ratio's numerator, denominator and coverage in steps, () otherwise.
    ``sequences`` are its postings; ``number`` is how many parts a rest holds.
    """

    cause: Cause | None
    union: Union | None
    label: str
    steps: int
    ways: tuple[int, ...] = ()
    sequences: tuple[int, ...] = ()
    number: int = 1

    @property
    def name(self) -> str:
        """The union and the cause in one."""
        if self.union is None:
            return self.label
        return _("%(union)s%(cause)s") % {"union": self.union, "cause": self.label}


@dataclass(frozen=True, slots=True)
class Telling:
    """A bridge told in one measure; the parts' steps add up to ``steps``.

    ``causes`` are the same difference by cause alone, the largest first; they add up
    likewise.
    """

    measure: Measure
    before: str
    after: str
    start: int
    steps: int
    parts: tuple[ToldPart, ...]
    causes: tuple[tuple[str, int], ...]

    @property
    def change(self) -> str:
        """The difference with its sign and its unit."""
        words = {
            "number": self.measure.difference(self.steps),
            "unit": self.measure.unit,
        }
        return _("%(number)s %(unit)s") % words

    @property
    def has_ways(self) -> bool:
        """Whether the parts are split into numerator, denominator and coverage."""
        return any(part.ways for part in self.parts)

    @property
    def ways(self) -> tuple[int, ...]:
        """What all parts moved through numerator, denominator and coverage, in steps."""
        split = [part.ways for part in self.parts if part.ways]
        return tuple(map(sum, zip(*split, strict=True)))


def figures_told(bridge: Bridge) -> Telling:
    """Tell the difference of the figure itself: in the unit, a ratio's in points."""
    measure = measure_of(bridge.target)
    before, after = figure_shown(bridge.before), figure_shown(bridge.after)
    return _told(bridge, measure, before, after, of_share=False)


def shares_told(bridge: Bridge) -> Telling | None:
    """Tell the difference of the achievement; None where a moment has no goal."""
    if bridge.share_change is None:
        return None
    before, after = share_shown(bridge.before), share_shown(bridge.after)
    return _told(bridge, points(), before, after, of_share=True)


def _told(
    bridge: Bridge, measure: Measure, before: Shown, after: Shown, *, of_share: bool
) -> Telling:
    start, end = (int(shown[1].scaleb(measure.places)) for shown in (before, after))
    moving = [part for part in bridge.parts if _moved(part, of_share)]
    head, rest = folded(moving, limit=ROWS)
    rows: list[Part | Rest] = [*head, *([rest] if rest else [])]
    shown, left = rounded_parts(
        [measure.steps(_moved(row, of_share)) for row in rows], total=end - start
    )
    has_ways = measure.is_percent and not of_share
    told = [
        _told_part(bridge, row, steps, measure if has_ways else None)
        for row, steps in zip(rows, shown, strict=True)
    ]
    if left:
        told.append(ToldPart(None, None, _("显示时的进位"), left))
    causes = _by_cause(moving, measure, end - start, of_share=of_share)
    return Telling(
        measure, before[0], after[0], start, end - start, tuple(told), causes
    )


def _moved(row: Part | Rest, of_share: bool) -> Fraction:
    return (row.share or Fraction(0)) if of_share else row.effect.total


def _by_cause(
    parts: Sequence[Part], measure: Measure, total: int, *, of_share: bool
) -> tuple[tuple[str, int], ...]:
    exact: dict[Cause, Fraction] = defaultdict(Fraction)
    for part in parts:
        exact[part.cause] += _moved(part, of_share)
    ordered = sorted(exact, key=lambda cause: -abs(exact[cause]))
    steps = [measure.steps(exact[cause]) for cause in ordered]
    shown, left = rounded_parts(steps, total=total)
    named = [(str(c.label), n) for c, n in zip(ordered, shown, strict=True)]
    return tuple([*named, (_("显示时的进位"), left)] if left else named)


def _told_part(
    bridge: Bridge, row: Part | Rest, steps: int, measure: Measure | None
) -> ToldPart:
    ways = _ways(row.effect, steps, measure) if measure else ()
    if isinstance(row, Rest):
        label = _("其余 %(number)s 项") % {"number": row.number}
        return ToldPart(None, None, label, steps, ways, number=row.number)
    return ToldPart(
        cause=row.cause,
        union=bridge.units.get(row.union_id) if row.union_id else None,
        label=str(row.cause.label),
        steps=steps,
        ways=ways,
        sequences=row.sequences,
    )


def _ways(effect: Effect, steps: int, measure: Measure) -> tuple[int, ...]:
    exact = (effect.numerator, effect.denominator, effect.coverage)
    shown, _left = rounded_parts([measure.steps(e) for e in exact], total=steps)
    return tuple(shown)
