"""Two moments of a plan at one node, and the steps that lead from one to the other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress_app.queries.positions import is_open
from reports_app.enums import Cause
from reports_app.queries.bridge_events import (
    Cell,
    Stretch,
    cells_of,
    events_of,
    flow_sums,
    latest_words,
)
from reports_app.queries.standing import Frame
from reports_app.rules.bridge_steps import (
    Event,
    Latest,
    LevelStart,
    Window,
    flow_steps,
    held_by,
    joined,
    level_steps,
)
from reports_app.rules.bridges import Held, Step
from targets_app.enums import TargetKind
from targets_app.models import Target
from unions_app.enums import UnionKind
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Span:
    """Two frames of one plan at a node; ``first`` is the earlier one."""

    first: Frame
    second: Frame
    union: Union

    def place(self, frame: Frame) -> int:
        """Return the place in the year measured at a moment; -1 before the first."""
        display = frame.now.display
        ids = [period.pk for period in self.second.now.periods]
        return ids.index(display.pk) if display and display.pk in ids else -1

    def members(self, frame: Frame) -> set[int]:
        """Return the unions at or below the node at a moment."""
        if self.union.kind == UnionKind.MUNICIPAL:
            return set(frame.unions)
        return {pk for pk in frame.unions if self._is_below(frame, pk)}

    def _is_below(self, frame: Frame, pk: int | None) -> bool:
        while pk is not None and pk != self.union.pk:
            unit = frame.unions.get(pk)
            pk = unit.parent_id if unit else None
        return pk is not None


@dataclass(frozen=True, slots=True)
class _Told:
    """What was read of the ledger for a span, by target and union id."""

    span: Span
    stretch: Stretch
    events: dict[Cell, list[Event]]
    known: dict[Cell, Latest]
    in_view: dict[Cell, Latest]
    moved: dict[Cell, Held]
    into_view: dict[Cell, Held]
    out_of_view: dict[Cell, Held]

    def window(self, target: Target) -> Window:
        """Return which places were measured, and how long levels were carried on."""
        was = {row.pk: row for row in self.span.first.targets}.get(target.pk, target)
        is_limited = target.kind != TargetKind.MILESTONE
        return Window(
            kind=target.kind,
            before=self.span.place(self.span.first),
            after=self.span.place(self.span.second),
            limit_before=was.carry_forward_periods if is_limited else None,
            limit_after=target.carry_forward_periods if is_limited else None,
        )

    def start(self, target: Target, union_id: int) -> LevelStart:
        """Return how a union's level stood when the first moment's ledger closed."""
        unit, display = (
            self.span.second.unions.get(union_id),
            self.span.second.now.display,
        )
        return LevelStart(
            known=self.known.get((target.pk, union_id)),
            in_view=self.in_view.get((target.pk, union_id)),
            is_closed=bool(unit and display and not is_open(unit, display.ends_on)),
        )


def steps_between(span: Span, targets: Sequence[Target]) -> dict[int, list[Step]]:
    """Return what moved targets at a node between two moments, by target id.

    First the unions that came below the node or left it, with what they held; then
    what came into view with another measured period; then the postings. Cost: four
    queries, one more where the measured period differs, two more where the tree does.
    """
    told = _read(span, targets)
    before, after = span.members(span.first), span.members(span.second)
    found: dict[int, list[Step]] = defaultdict(list)
    for target in targets:
        steps = found[target.pk]
        steps += _joining(told, target, sorted(after - before), sign=1)
        steps += _joining(told, target, sorted(before - after), sign=-1)
        mine = _told_of(told, target) & after
        for union_id in sorted(mine):
            steps += _moving(told, target, union_id)
    return found


def _read(span: Span, targets: Sequence[Target]) -> _Told:
    stretch = Stretch(
        targets=targets,
        low=span.first.as_of.sequence,
        high=span.second.as_of.sequence,
        periods=span.second.now.periods,
    )
    before, after = span.place(span.first), span.place(span.second)
    known = latest_words(stretch, until=before)
    strangers = span.members(span.first) ^ span.members(span.second)
    return _Told(
        span=span,
        stretch=stretch,
        events=events_of(stretch),
        known=known,
        in_view=known if before == after else latest_words(stretch, until=after),
        moved=(
            flow_sums(stretch, after=-1, until=before, unions=strangers)
            if strangers
            else {}
        ),
        into_view=flow_sums(stretch, after=before, until=after),
        out_of_view=flow_sums(stretch, after=after, until=before),
    )


def _told_of(told: _Told, target: Target) -> set[int]:
    if target.kind == TargetKind.FLOW:
        return cells_of(target, told.events, told.into_view, told.out_of_view)
    return cells_of(target, told.events, told.known, told.in_view)


def _joining(
    told: _Told, target: Target, unions: Sequence[int], *, sign: int
) -> Iterator[Step]:
    """Yield what unions brought with them, or took away, as they were at the start."""
    window = told.window(target)
    is_level = target.kind != TargetKind.FLOW
    for pk in unions:
        if is_level:
            known = told.known.get((target.pk, pk))
            held = held_by(window, known, window.before, window.limit_before)
        else:
            held = told.moved.get((target.pk, pk))
        if held is not None:
            yield joined(pk, held, sign=sign, is_level=is_level)


def _moving(told: _Told, target: Target, union_id: int) -> Iterator[Step]:
    cell, window = (target.pk, union_id), told.window(target)
    events = told.events.get(cell, [])
    if target.kind != TargetKind.FLOW:
        yield from level_steps(window, union_id, told.start(target, union_id), events)
        return
    for sums, sign in ((told.into_view, 1), (told.out_of_view, -1)):
        if cell in sums:
            yield Step(union_id, Cause.PERIOD, top=sign * sums[cell].top)
    yield from flow_steps(window, events)
