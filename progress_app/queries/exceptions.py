"""Locked periods, who asked to open them again, and until when they are open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from progress_app.models import PeriodException, Submission
from targets_app.models import ReportingPeriod, Target
from tasks_app.queries import current_plan
from unionplan.lib.dates import local_date
from unions_app.models import Union
from unions_app.queries import own_unions
from unions_app.rules import Access, can_report_for


def reopened_until(*, union_id: int, period_id: int, at: datetime) -> datetime | None:
    """Return until when an exception in force holds a period open; None for none."""
    found = reopened(union_ids=[union_id], at=at, period_id=period_id)
    return found.get((union_id, period_id))


def reopened(
    *, union_ids: Collection[int], at: datetime, period_id: int | None = None
) -> dict[tuple[int, int], datetime]:
    """Return until when periods are held open, by union id and period id.

    Of several exceptions in force the one that lasts longest counts. Cost: one query.
    """
    rows = PeriodException.objects.filter(union__in=union_ids).in_force(at)
    if period_id is not None:
        rows = rows.filter(period=period_id)
    return {
        (union_id, period): until
        for union_id, period, until in rows.order_by()
        .values_list("union_id", "period_id")
        .annotate(until=Max("opens_until"))
    }


def exceptions_for(access: Access) -> QuerySet[PeriodException]:
    """Return the requests a person may read, newest first."""
    rows = PeriodException.objects.visible_to(access)
    return rows.select_related("union", "period", "asked_by", "decided_by")


def pending_exception(submission: Submission) -> PeriodException | None:
    """Return the request for a return's period that waits: at most one, by one query."""
    rows = PeriodException.objects.filter(
        union=submission.union_id, period=submission.period_id
    )
    return rows.awaiting_decision().first()


def exceptions_of(*, union_id: int, period_id: int) -> list[PeriodException]:
    """Return a union's requests for a period, newest first. Cost: one query."""
    rows = PeriodException.objects.filter(union=union_id, period=period_id)
    return list(rows.select_related("asked_by", "decided_by"))


@dataclass(frozen=True, slots=True)
class LockedPeriod:
    """A locked period of a union: its return, if any, and how it stands with 补报.

    ``pending`` is a request without a decision, ``reopened_until`` set while one that
    was granted is in force.
    """

    union: Union
    period: ReportingPeriod
    submission: Submission | None
    pending: PeriodException | None
    reopened_until: datetime | None

    @property
    def can_be_asked_for(self) -> bool:
        """Whether asking would say anything new."""
        return self.pending is None and self.reopened_until is None


def locked_periods(access: Access, *, at: datetime) -> list[LockedPeriod]:
    """Return the locked periods of the unions a person reports for, newest first.

    Cost: seven queries, whatever the unions and periods.
    """
    plan = current_plan()
    if plan is None:
        return []
    unions = [u for u in own_unions(access) if can_report_for(access, u.pk)]
    periods = list(
        ReportingPeriod.objects.filter(plan=plan, locks_on__lt=local_date(at)).order_by(
            "-ends_on"
        )
    )
    pending = {
        (row.union_id, row.period_id): row
        for row in PeriodException.objects.filter(
            union__in=unions, period__in=periods
        ).awaiting_decision()
    }
    begun = {
        (row.union_id, row.period_id): row
        for row in Submission.objects.filter(union__in=unions, period__in=periods)
    }
    open_again = reopened(union_ids=[union.pk for union in unions], at=at)
    return [
        LockedPeriod(
            union=union,
            period=period,
            submission=begun.get((union.pk, period.pk)),
            pending=pending.get((union.pk, period.pk)),
            reopened_until=open_again.get((union.pk, period.pk)),
        )
        for union in unions
        for period in periods
    ]


def owes_anything(*, union: Union, period: ReportingPeriod) -> bool:
    """Return whether a union reports on anything in a period's plan."""
    targets = Target.objects.filter(plan=period.plan_id)
    owed = targets.owed_by(union_id=union.pk, union_kind=union.kind)
    is_there: bool = owed.exists()
    return is_there
