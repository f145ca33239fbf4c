"""Stored sums for those who may see them."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from django.db.models import Q
from django.db.models.query import QuerySet

from progress_app.models import Rollup
from progress_app.queries.as_of import AsOf
from progress_app.queries.past import Key, Year, positions_as_of
from progress_app.queries.positions import POSITION_COLUMNS
from progress_app.rules.rollup import Position
from targets_app.models import ReportingPeriod
from targets_app.queries import dated_shares
from tasks_app.models import Plan
from unions_app.models import Union
from unions_app.queries import Rewind
from unions_app.rules import Access


def rollups_for(access: Access) -> QuerySet[Rollup]:
    """Return the roll-ups a person may look at, by target, union and period."""
    return (
        Rollup.objects.visible_to(access)
        .filter(target__plan__in=Plan.objects.visible_to(access))
        .select_related("target", "union", "period")
        .order_by(
            "target__plan",
            "target__position",
            "union__position",
            "period__number",
            "pk",
        )
    )


def rollups_at(rows: Iterable[Rollup], *, as_of: AsOf) -> list[Rollup]:
    """Return unsaved copies of roll-ups with the figures of a past moment.

    What was not known then is None and 0. Cost: six queries a plan, and one more where
    there are levels.
    """
    by_plan: dict[int, list[Rollup]] = defaultdict(list)
    for row in rows:
        by_plan[row.target.plan_id].append(row)
    found: dict[Key, Position] = {}
    for plan_id, members in by_plan.items():
        found |= _positions(plan_id, members, as_of)
    return [
        _told(row, found.get((row.target_id, row.union_id, row.period_id), Position()))
        for row in rows
    ]


def _positions(
    plan_id: int, rows: Iterable[Rollup], as_of: AsOf
) -> dict[Key, Position]:
    rewind = as_of.rewind or Rewind()
    targets = rewind.rows({row.target_id: row.target for row in rows}.values())
    periods = rewind.rows(
        ReportingPeriod.objects.filter(plan=plan_id).order_by("number")
    )
    unions = rewind.rows(Union.objects.all())
    asked = {row.period_id for row in rows}
    return positions_as_of(
        Year(
            periods=periods,
            unions={union.pk: union for union in unions},
            shares=dated_shares(Q(target__in=targets), rewind=rewind),
        ),
        sequence=as_of.sequence,
        targets=targets,
        periods=[period for period in periods if period.pk in asked],
    )


def _told(row: Rollup, position: Position) -> Rollup:
    told = copy(row)
    for name in POSITION_COLUMNS:
        setattr(told, name, getattr(position, name))
    return told
