"""How fresh the figures on a page are, and what waits for review."""

from collections.abc import Mapping

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from progress_app.models import Entry, Posting, RollupMark
from progress_app.queries.as_of import AsOf, awaiting_at, awaiting_by_target_at
from progress_app.queries.ledger import LedgerState
from tasks_app.models import Plan


def freshness(
    *, plan_id: int, as_of: AsOf, target_id: int | None = None
) -> LedgerState:
    """Return where a plan's ledger stood and what waited, for all or one target.

    The newest posting is the plan's either way: the city's figures are as of that.
    Nothing waits to be summed at a past moment: its figures come from the ledger. Cost:
    one query; five at most at a past moment.
    """
    newest = Posting.objects.filter(target__plan=OuterRef("pk")).order_by("-sequence")
    newest = newest.as_of(as_of.sequence)
    marks = RollupMark.objects.filter(target__plan=OuterRef("pk"))
    waiting = Entry.objects.filter(target__plan=OuterRef("pk")).awaiting_decision()
    if target_id is not None:
        marks = marks.filter(target=target_id)
        waiting = waiting.filter(target=target_id)
    row = (
        Plan.objects.filter(pk=plan_id)
        .annotate(
            newest=Subquery(newest.values("sequence")[:1]),
            newest_at=Subquery(newest.values("recorded_at")[:1]),
            marks=_count(marks),
            waiting=_count(waiting),
        )
        .values_list("newest", "newest_at", "marks", "waiting")
        .get()
    )
    return LedgerState(
        sequence=row[0] or 0,
        recorded_at=row[1],
        unsummed_marks=0 if as_of.is_past else row[2],
        awaiting_review=(
            _waited(as_of, plan_id, target_id, row[3]) if as_of.is_past else row[3]
        ),
    )


def _waited(as_of: AsOf, plan_id: int, target_id: int | None, now_waiting: int) -> int:
    if target_id is None:
        return awaiting_at(as_of, plan_id=plan_id, now_waiting=now_waiting)
    lines = Entry.objects.filter(target=target_id)
    return awaiting_by_target_at(as_of, lines)[target_id]


def waiting_by_target(*, plan_id: int, as_of: AsOf) -> Mapping[int, int]:
    """Return how many figures of each target wait, or waited, for review.

    Targets of which nothing waits are left out. Cost: one query; past, four.
    """
    lines = Entry.objects.filter(target__plan=plan_id)
    if as_of.is_past:
        waited = awaiting_by_target_at(as_of, lines)
        return {target_id: number for target_id, number in waited.items() if number}
    waiting = lines.awaiting_decision().order_by()
    return dict(waiting.values_list("target_id").annotate(Count("pk")))


def _count(rows: QuerySet[RollupMark] | QuerySet[Entry]) -> Coalesce:
    """Count rows of the outer plan; a sum over none is 0."""
    counted = rows.order_by().annotate(plan=F("target__plan")).values("plan")
    return Coalesce(Subquery(counted.annotate(rows=Count("pk")).values("rows")), 0)
