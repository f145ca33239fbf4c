"""The difference bridge: why a target's figure is another one than at another moment."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from progress_app.queries.as_of import AsOf
from reports_app.enums import Cause
from reports_app.queries.bridge_spans import Span, steps_between
from reports_app.queries.retelling import settled
from reports_app.queries.sides import Side, differ, sides_of
from reports_app.queries.standing import (
    frame_of,
)
from reports_app.rules.bridges import (
    Part,
    Step,
    parts_of,
    reversed_steps,
)
from targets_app.enums import TargetKind
from targets_app.models import Target
from tasks_app.models import Plan
from unions_app.enums import UnionKind
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Bridge:
    """The difference of one target at one node between two moments.

    ``parts`` are by union and cause, the largest first; they add up exactly to
    ``change`` and their shares to ``share_change``. A milestone's figure is how many
    unions are done. ``units`` are the unions of the parts, by id. ``idle`` counts the
    postings in between that moved nothing (of a period already replaced, or of one
    that was not measured yet).
    """

    target: Target
    union: Union
    before: Side
    after: Side
    parts: tuple[Part, ...]
    units: Mapping[int, Union]
    postings: int
    idle: int

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both moments, in the order asked."""
        return self.before, self.after

    @property
    def change(self) -> Fraction:
        """The difference in the unit, a ratio's in shares; nothing known counts as 0."""
        first, second = self.before.reading.figure, self.after.reading.figure
        return (second or Fraction(0)) - (first or Fraction(0))

    @property
    def share_change(self) -> Fraction | None:
        """The difference in shares of the goal; None where a moment has no goal."""
        first, second = self.before.reading, self.after.reading
        if not first.goal or not second.goal:
            return None
        return (second.share or Fraction(0)) - (first.share or Fraction(0))

    @property
    def is_changed(self) -> bool:
        """Whether the figure or what it is measured against is another one."""
        return differ(self.before, self.after)


def bridge_of(
    *, target: Target, union: Union, plan: Plan, before: AsOf, after: AsOf
) -> Bridge:
    """Return why a target's figure at a node differs between two moments.

    Everything is told from the ledger, the present too, so that it adds up while sums
    still wait to be made. Cost: as ``bridges_of``, whatever was posted in between.
    """
    [found] = _bridges(
        plan=plan, union=union, moments=(before, after), targets=[target], every=True
    )
    return found


def bridges_of(
    *, plan: Plan, union: Union, before: AsOf, after: AsOf
) -> tuple[Bridge, ...]:
    """Return the bridges of all targets whose figure or goal differs, in plan order.

    Cost: at most twenty-three queries, whatever the number of targets, unions and
    postings.
    """
    found = _bridges(
        plan=plan, union=union, moments=(before, after), targets=None, every=False
    )
    return tuple(found)


def all_bridges_of(
    *, plan: Plan, union: Union, before: AsOf, after: AsOf
) -> tuple[Bridge, ...]:
    """Return the bridges of all targets, unchanged ones too. Cost: as bridges_of."""
    found = _bridges(
        plan=plan, union=union, moments=(before, after), targets=None, every=True
    )
    return tuple(found)


def _bridges(
    *,
    plan: Plan,
    union: Union,
    moments: tuple[AsOf, AsOf],
    targets: Sequence[Target] | None,
    every: bool,
) -> list[Bridge]:
    asked = [settled(moment) for moment in moments]
    earlier, later = sorted(asked, key=_clock)
    # A frame takes rows back to its moment in place: each has rows of its own.
    first, second = (
        frame_of(plan=copy(plan), as_of=moment, targets=targets and map(copy, targets))
        for moment in (earlier, later)
    )
    starts = sides_of(first, union, second.targets)
    ends = sides_of(second, union, second.targets)
    pairs = [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if every or differ(start, end)
    ]
    span = Span(first, second, union)
    steps = steps_between(span, [end.standing.target for _start, end in pairs])
    is_backwards = _clock(asked[0]) > _clock(asked[1])
    return [
        _bridge(span, pair, steps[pair[1].standing.target.pk], is_backwards)
        for pair in pairs
    ]


def _clock(as_of: AsOf) -> tuple[int, datetime]:
    return as_of.sequence, as_of.at


def _bridge(
    span: Span, pair: tuple[Side, Side], steps: list[Step], is_backwards: bool
) -> Bridge:
    before, after = pair[::-1] if is_backwards else pair
    steps = reversed_steps(steps) if is_backwards else steps
    target = pair[1].standing.target
    parts = parts_of(
        before.reading, after.reading, steps, goal_cause=_goal_cause(span, target)
    )
    posted = [step for step in steps if step.sequence]
    named = {part.union_id for part in parts}
    units = {**span.first.unions, **span.second.unions}
    return Bridge(
        target=target,
        union=span.union,
        before=before,
        after=after,
        parts=tuple(parts),
        units={pk: unit for pk, unit in units.items() if pk in named},
        postings=len(posted),
        idle=sum(not (step.top or step.base) for step in posted),
    )


def _goal_cause(span: Span, target: Target) -> Cause:
    """Return what another goal comes from: the target's amount, or the node's share."""
    is_amount = (
        span.union.kind == UnionKind.MUNICIPAL or target.kind == TargetKind.RATIO
    )
    return Cause.GOAL if is_amount else Cause.QUOTA
