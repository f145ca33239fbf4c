"""One union's page: its targets by area, month by month, among its peers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from progress_app.enums import Decision, Light
from progress_app.models import Review
from progress_app.queries.gaps import GRAVITY, Gap, gaps_of
from progress_app.queries.months import Month, months_of
from progress_app.queries.peers import Peers, peers_of
from targets_app.models import Target
from targets_app.queries import PeriodsNow, periods_now
from tasks_app.models import Plan, TaskArea
from tasks_app.queries import current_plan
from unionplan.lib.dates import local_date
from unions_app.models import Union
from unions_app.queries import own_unions
from unions_app.rules import Access


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One target: where it stands, its year, its peers, its latest return (or None).

    ``months`` is empty for a milestone and without a goal; ``peers`` is None where
    there is no group or no goal to be measured against.
    """

    gap: Gap
    months: tuple[Month, ...]
    peers: Peers | None
    returned: Review | None

    @property
    def target(self) -> Target:
        """The target."""
        return self.gap.target


@dataclass(frozen=True, slots=True)
class ProgressArea:
    """An area's targets in the plan's order, and how many of each light, gravest first."""

    area: TaskArea
    rows: tuple[ProgressRow, ...]

    @property
    def lights(self) -> list[tuple[Light, int]]:
        """How many targets show each light; none of 0."""
        counts = Counter(row.gap.light for row in self.rows)
        return [(light, counts[light]) for light in GRAVITY if counts[light]]


@dataclass(frozen=True, slots=True)
class Progress:
    """A union's own page; ``unions`` are all whose pages the person has.

    ``union`` is None for a person without one, ``plan`` before one is in force.
    """

    plan: Plan | None
    now: PeriodsNow
    unions: tuple[Union, ...]
    union: Union | None
    areas: tuple[ProgressArea, ...]


def progress(access: Access, union_pk: int | None, *, at: datetime) -> Progress:
    """Return the page of one of a person's unions, the first where none is named.

    Errors: Union.DoesNotExist for a union that is not the person's. Cost: thirteen
    queries, whatever the targets and peers.
    """
    unions = tuple(own_unions(access))
    named = [union for union in unions if union_pk in (None, union.pk)]
    if union_pk is not None and not named:
        raise Union.DoesNotExist
    union, plan = named[0] if named else None, current_plan()
    if plan is None or union is None:
        return Progress(plan, PeriodsNow((), None, None), unions, union, ())
    now = periods_now(plan_id=plan.pk, today=local_date(at))
    rows = _rows(plan, union, now, at)
    areas = groupby(rows, lambda row: row.target.measure.task.area)
    return Progress(
        plan=plan,
        now=now,
        unions=unions,
        union=union,
        areas=tuple(ProgressArea(area, tuple(found)) for area, found in areas),
    )


def _rows(plan: Plan, union: Union, now: PeriodsNow, at: datetime) -> list[ProgressRow]:
    owed = Target.objects.filter(plan=plan).owed_by(
        union_id=union.pk, union_kind=union.kind
    )
    targets = list(owed.select_related("measure__task__area").order_by("position"))
    gaps = gaps_of(plan=plan, now=now, owed={union.pk: targets}, at=at)
    by_target = {gap.target.pk: gap for gap in gaps[union.pk]}
    years = months_of(plan, union, now, targets, at)
    peers = peers_of(union, now, targets)
    returned = _returned(plan, union)
    return [
        ProgressRow(
            gap=by_target[target.pk],
            months=years[target.pk] if by_target[target.pk].goal else (),
            peers=peers.get(target.pk) if by_target[target.pk].goal else None,
            returned=returned.get(target.pk),
        )
        for target in targets
    ]


def _returned(plan: Plan, union: Union) -> dict[int, Review]:
    """Return the latest return of each target, with reviewer and entry. One query."""
    rows = Review.objects.filter(
        decision=Decision.RETURNED,
        entry__submission__union=union,
        entry__target__plan=plan,
    )
    return {
        row.entry.target_id: row
        for row in rows.select_related(
            "reviewer", "entry__submission__period"
        ).order_by("pk")
    }
