"""Reads about targets, periods and paces."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.db.models.query import QuerySet

from targets_app.models import (
    PaceCurve,
    Quota,
    ReportingPeriod,
    Target,
    TargetDefinition,
)
from targets_app.rules import Pace
from tasks_app.models import Plan
from unions_app.queries import Rewind
from unions_app.rules import Access


@dataclass(frozen=True, slots=True)
class PeriodsNow:
    """Where a plan's year stands on a day.

    ``display`` is the latest period open for entry by then: figures are its roll-up.
    ``checkpoint`` is the latest one past its due day: the pace is taken at its end.
    Either is None before the first such period.
    """

    periods: tuple[ReportingPeriod, ...]
    display: ReportingPeriod | None
    checkpoint: ReportingPeriod | None


def periods_now(
    *, plan_id: int, today: date, rewind: Rewind | None = None
) -> PeriodsNow:
    """Return a plan's periods in order and where the day falls. Cost: one query."""
    rows = ReportingPeriod.objects.filter(plan=plan_id).order_by("number")
    periods = tuple(rewind.rows(rows) if rewind else rows)
    opened = [period for period in periods if period.opens_on <= today]
    due = [period for period in periods if period.due_on < today]
    return PeriodsNow(
        periods=periods,
        display=opened[-1] if opened else None,
        checkpoint=due[-1] if due else None,
    )


def pace_of(curve: PaceCurve) -> Pace:
    """Return a stored curve as plain data."""
    return Pace(
        kind=curve.kind,
        due_month=curve.due_month,
        shares=tuple(Decimal(share) for share in curve.shares),
    )


def paces_in_force(
    *, plan_id: int, on: date, rewind: Rewind | None = None
) -> dict[int, Pace]:
    """Return the pace of each target of a plan on a day. Cost: one query."""
    curves = PaceCurve.objects.filter(target__plan=plan_id)
    if rewind is None:
        return {curve.target_id: pace_of(curve) for curve in curves.in_force(on)}
    known = rewind.rows(curves.filter(effective_on__lte=on).order_by("version"))
    return {curve.target_id: pace_of(curve) for curve in known}


def definitions_in_force(
    *, scope: Q, on: date, rewind: Rewind | None = None
) -> dict[int, TargetDefinition]:
    """Return how targets were counted on a day, by target id. Cost: one query."""
    rows = TargetDefinition.objects.filter(scope)
    if rewind is None:
        return {row.target_id: row for row in rows.in_force(on)}
    known = rewind.rows(rows.filter(effective_on__lte=on).order_by("version"))
    return {row.target_id: row for row in known}


def dated_shares(
    scope: Q, *, rewind: Rewind
) -> dict[tuple[int, int], list[tuple[date, Decimal]]]:
    """Return (effective day, share) as known at a past moment, oldest first.

    By target and union id. Cost: one query.
    """
    found: dict[tuple[int, int], list[tuple[date, Decimal]]] = defaultdict(list)
    rows = Quota.objects.filter(scope).order_by("effective_on")
    for target_id, union_id, day, amount in rows.values_list(
        "target_id", "union_id", "effective_on", "amount"
    ):
        is_later = rewind.quotas and (target_id, union_id, str(day)) in rewind.quotas
        if not is_later:
            found[target_id, union_id].append((day, amount))
    return dict(found)


def periods_for(access: Access) -> QuerySet[ReportingPeriod]:
    """Return the periods of the plans a person may look at, in order."""
    return ReportingPeriod.objects.filter(plan__in=Plan.objects.visible_to(access))


def targets_for(access: Access, *, on: date) -> QuerySet[Target]:
    """Return the targets of the plans a person may look at, in the plan's order.

    Each comes with what is in force on a day, in lists of at most one:
    ``definitions_in_force`` and ``curves_in_force``. Cost: three queries.
    """
    definitions = TargetDefinition.objects.in_force(on)
    curves = PaceCurve.objects.in_force(on)
    targets = Target.objects.filter(plan__in=Plan.objects.visible_to(access))
    return targets.prefetch_related(
        Prefetch("definitions", definitions, to_attr="definitions_in_force")
    ).prefetch_related(Prefetch("pace_curves", curves, to_attr="curves_in_force"))
