"""Events between two moments, told as steps of a difference. No database, no clock.

A period is known by its place in the plan's year. ``Window`` says which were measured
at the two moments: the places of their display periods, -1 before the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from progress_app.enums import Presence
from progress_app.rules.figures import Figure
from progress_app.rules.lights import units_with_a_stage
from progress_app.rules.rollup import Cell, level
from reports_app.enums import Cause
from reports_app.rules.bridges import ZERO, Held, Step
from targets_app.enums import TargetKind


@dataclass(frozen=True, slots=True)
class Event:
    """A posting between the two moments: its place, what it says and what it replaced.

    ``is_late``: its return was handed in after the period's due day.
    """

    sequence: int
    union_id: int
    place: int
    figure: Figure
    replaced: Figure | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The places measured before and after, and how long a level was carried on.

    A limit of None: for ever (milestones).
    """

    kind: str
    before: int
    after: int
    limit_before: int | None = None
    limit_after: int | None = None


Latest = tuple[int, Figure]
"""A union's latest word on a level: its place and what it says."""


@dataclass(frozen=True, slots=True)
class LevelStart:
    """A union's latest words when the first moment's ledger closed.

    ``known`` is that up to the place measured then, ``in_view`` that up to the place
    measured afterwards. ``is_closed``: the union has closed by the second moment.
    """

    known: Latest | None = None
    in_view: Latest | None = None
    is_closed: bool = False


def cause_of(event: Event, *, was_known: bool) -> Cause:
    """Return why a posting changed a figure; ``was_known``: a level stood already."""
    if event.replaced is not None:
        return Cause.CORRECTION
    if event.figure.presence != Presence.VALUE:
        return Cause.NOT_APPLICABLE
    if event.is_late:
        return Cause.LATE
    return Cause.RENEWED if was_known else Cause.REPORTED


def flow_steps(window: Window, events: Iterable[Event]) -> Iterator[Step]:
    """Yield what postings added to a flow; those beyond the measured period, nothing."""
    for event in events:
        before = event.replaced.quantity if event.replaced else None
        change = (event.figure.quantity or ZERO) - (before or ZERO)
        yield Step(
            union_id=event.union_id,
            cause=cause_of(event, was_known=False),
            top=change if event.place <= window.after else ZERO,
            sequence=event.sequence,
        )


def level_steps(
    window: Window, union_id: int, start: LevelStart, events: Iterable[Event]
) -> Iterator[Step]:
    """Yield how one union's level moved, posting by posting, in the ledger's order.

    First what merely came into view with another measured period; then each posting;
    at last what grew too old meanwhile, so that a level that was renewed in time is
    never told as expired.
    """
    latest = start.in_view
    held = held_by(window, start.known, window.before, window.limit_before)
    now = _meanwhile(window, latest)
    yield _moved(union_id, Cause.PERIOD, held, now)
    for event in events:
        held = now
        is_newest = latest is None or event.place >= latest[0]
        if is_newest and event.place <= window.after:
            latest = (event.place, event.figure)
            now = _meanwhile(window, latest)
        cause = cause_of(event, was_known=held is not None)
        yield _moved(union_id, cause, held, now, event.sequence)
    at_last = held_by(window, latest, window.after, window.limit_after)
    yield _moved(union_id, _ageing(window, start, now, at_last), now, at_last)


def _ageing(
    window: Window, start: LevelStart, now: Held | None, at_last: Held | None
) -> Cause:
    if now is None or at_last is not None:
        return Cause.CARRIED
    if start.is_closed:
        return Cause.CLOSED
    shortened = window.limit_before != window.limit_after and (
        window.before == window.after
    )
    return Cause.CARRIED if shortened else Cause.EXPIRED


def _meanwhile(window: Window, latest: Latest | None) -> Held | None:
    """Return what a latest word says while nothing has grown older."""
    if latest is None:
        return None
    at = max(latest[0], min(window.before, window.after))
    return held_by(window, latest, at, window.limit_before)


def held_by(
    window: Window, latest: Latest | None, at: int, limit: int | None
) -> Held | None:
    """Return what a union's latest word still says at a place; None: nothing."""
    if latest is None:
        return None
    cell = Cell(figure=latest[1], sequence=0)
    position = level((latest[0], cell), at_index=at, limit=limit)
    return held_of(
        window.kind,
        quantity=position.quantity,
        numerator=position.numerator,
        denominator=position.denominator,
        done=position.done if units_with_a_stage(position) else None,
    )


def held_of(
    kind: str,
    *,
    quantity: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    done: int | None,
) -> Held | None:
    """Return the counts that a difference is made of; a milestone's are units done."""
    if kind == TargetKind.RATIO:
        if numerator is None or denominator is None:
            return None
        return Held(numerator, denominator)
    if kind == TargetKind.MILESTONE:
        return None if done is None else Held(Decimal(done))
    return None if quantity is None else Held(quantity)


def _moved(
    union_id: int,
    cause: Cause,
    before: Held | None,
    after: Held | None,
    sequence: int = 0,
) -> Step:
    start, end = before or Held(ZERO), after or Held(ZERO)
    return Step(
        union_id=union_id,
        cause=cause,
        top=end.top - start.top,
        base=end.base - start.base,
        is_coverage=(before is None) != (after is None),
        sequence=sequence,
    )


def joined(union_id: int, held: Held | None, *, sign: int, is_level: bool) -> Step:
    """Return the step of a union that came below a node (1) or left it (-1)."""
    known = held or Held(ZERO)
    return Step(
        union_id=union_id,
        cause=Cause.TREE,
        top=sign * known.top,
        base=sign * known.base,
        is_coverage=is_level,
    )
