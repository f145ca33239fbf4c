"""All targets of a plan at two moments, side by side."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models.query import QuerySet

from progress_app.queries.as_of import AsOf
from reports_app.queries.sides import Side, sides_of
from reports_app.queries.standing import frame_of, is_owing
from reports_app.rules.standings import light_moved
from targets_app.models import ReportingPeriod
from tasks_app.models import Plan, TaskArea
from unions_app.enums import UnionKind
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One target at both moments; ``moved`` is 1 for a better light, -1 for a worse."""

    before: Side
    after: Side
    is_changed: bool
    moved: int


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """An area of the plan and its targets, in order."""

    area: TaskArea
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan's targets at a node at two moments; ``total`` is before any narrowing.

    ``periods`` are the ones measured at either moment, None before the first.
    """

    union: Union
    areas: tuple[ComparedArea, ...]
    periods: tuple[ReportingPeriod | None, ReportingPeriod | None]
    total: int
    changed: int
    better: int
    worse: int


def comparison_of(
    *, plan: Plan, union: Union, before: AsOf, after: AsOf, only_changed: bool
) -> Comparison:
    """Return how every target stood at a node at two moments.

    The present is told from stored sums, as on every page. Cost: eleven queries
    for each past moment at most, whatever the number of targets and unions.
    """
    frames = [frame_of(plan=copy(plan), as_of=moment) for moment in (before, after)]
    sides = [sides_of(frame, union, frames[1].targets) for frame in frames]
    rows = [
        _row(first, second)
        for first, second in zip(*sides, strict=True)
        if _is_told(union, first) or _is_told(union, second)
    ]
    return Comparison(
        union=union,
        areas=_areas(row for row in rows if row.is_changed or not only_changed),
        periods=(frames[0].now.display, frames[1].now.display),
        total=len(rows),
        changed=sum(row.is_changed for row in rows),
        better=sum(row.moved > 0 for row in rows),
        worse=sum(row.moved < 0 for row in rows),
    )


def _row(before: Side, after: Side) -> ComparedRow:
    was, now = before.standing, after.standing
    return ComparedRow(
        before=before,
        after=after,
        is_changed=before.reading != after.reading
        or was.light != now.light
        or was.stage != now.stage,
        moved=light_moved(was.light, now.light),
    )


def _is_told(union: Union, side: Side) -> bool:
    row = side.standing
    is_city = union.kind == UnionKind.MUNICIPAL
    return is_city or is_owing(row.target, union) or row.position.last_sequence > 0


def _areas(rows: Iterable[ComparedRow]) -> tuple[ComparedArea, ...]:
    grouped: dict[TaskArea, list[ComparedRow]] = {}
    for row in rows:
        area = row.after.standing.target.measure.task.area
        grouped.setdefault(area, []).append(row)
    return tuple(ComparedArea(area, tuple(found)) for area, found in grouped.items())


def comparable_unions() -> QuerySet[Union]:
    """Return the unions below the federation, in official order."""
    return Union.objects.exclude(kind=UnionKind.MUNICIPAL)
