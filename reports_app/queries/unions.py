"""One union: its targets, whether its returns came in time, what it posted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from progress_app.enums import EntryState
from progress_app.models import Posting, Submission
from progress_app.queries.as_of import AsOf, StoodLines, lines_at
from progress_app.queries.ledger import LedgerState
from progress_app.queries.positions import is_open
from reports_app.enums import Timeliness
from reports_app.queries.areas import AreaRows, Counts, areas_of, counts_of
from reports_app.queries.corrected import (
    Corrected,
    UnionCorrections,
    corrected_in,
    corrections_of,
)
from reports_app.queries.freshness import freshness
from reports_app.queries.standing import (
    Frame,
    frame_of,
    is_owing,
    positions_for,
    quotas_in_force,
    standings_at,
)
from reports_app.rules.timeliness import days_late, timeliness
from targets_app.models import ReportingPeriod
from tasks_app.models import Plan
from unionplan.lib.dates import local_date
from unions_app.enums import UnionKind
from unions_app.models import Union

LATEST = 10


@dataclass(frozen=True, slots=True)
class Begun:
    """A return that was begun: when it first came, and how far its lines are."""

    lines: int
    first_submitted_at: datetime | None
    accepted: int
    waiting: int
    returned: int


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A union's return for a period; ``submission`` is None where none was begun.

    ``days_late`` is 0 when in time.
    """

    period: ReportingPeriod
    submission: Begun | None
    timeliness: Timeliness
    days_late: int


@dataclass(frozen=True, slots=True)
class UnionPage:
    """Everything on a union's page."""

    union: Union
    frame: Frame
    counts: Counts
    areas: tuple[AreaRows, ...]
    returns: tuple[ReturnRow, ...]
    on_time: int
    latest: tuple[Posting, ...]
    ledger: LedgerState
    corrected: Corrected
    corrections: UnionCorrections


def union_page(*, plan: Plan, union: Union, as_of: AsOf) -> UnionPage:
    """Return a union's page at a moment; who asks was let in.

    Cost: fifteen queries; at a past moment twenty-four at most.
    """
    quotas = None
    if not as_of.is_past:
        scope = Q(union=union, target__plan=plan)
        quotas = quotas_in_force(scope, on=as_of.on)
    frame = frame_of(plan=plan, as_of=as_of, quotas=quotas)
    union = frame.unions.get(union.pk, union)
    is_city = union.kind == UnionKind.MUNICIPAL
    standings = [
        row
        for row in standings_at(
            frame=frame, union=union, positions=positions_for(frame, union=union)
        )
        if is_city or is_owing(row.target, union) or row.position.last_sequence
    ]
    is_reporting = any(is_owing(target, union) for target in frame.targets)
    returns = _returns(frame, union) if is_reporting else ()
    return UnionPage(
        union=union,
        frame=frame,
        counts=counts_of(standings),
        areas=areas_of(standings),
        returns=returns,
        on_time=sum(row.timeliness == Timeliness.ON_TIME for row in returns),
        latest=_latest_postings(frame, union),
        ledger=freshness(plan_id=plan.pk, as_of=as_of),
        corrected=corrected_in(
            frame, targets=frame.targets, union=None if is_city else union
        ),
        corrections=corrections_of(frame, union, limit=LATEST),
    )


def _returns(frame: Frame, union: Union) -> tuple[ReturnRow, ...]:
    """Return the periods that have opened while the union existed, newest first."""
    begun = _begun(frame, union)
    rows = []
    for period in reversed(frame.now.periods):
        told = begun.get(period.pk)
        is_owed = is_open(union, period.ends_on) and period.opens_on <= frame.on
        if is_owed or told:
            rows.append(_return_row(frame.on, period, told))
    return tuple(rows)


def _begun(frame: Frame, union: Union) -> dict[int, Begun]:
    """Return the returns that a union had begun, by period id.

    Cost: one query; two at a past moment, told by the audit trail.
    """
    as_of = frame.as_of
    rows = Submission.objects.filter(
        union=union, period__plan=frame.plan, started_at__lte=as_of.at
    ).annotate(lines=Count("entries"))
    if as_of.is_past:
        stood = lines_at(as_of, union_id=union.pk)
        found = {row.pk: stood.get(row.pk, StoodLines()) for row in rows}
        return {
            row.period_id: Begun(lines=row.lines, **asdict(found[row.pk]))
            for row in rows
        }
    counted = rows.annotate(
        accepted=_lines(EntryState.ACCEPTED),
        waiting=_lines(EntryState.SUBMITTED, EntryState.ENDORSED),
        returned=_lines(EntryState.RETURNED),
    )
    return {
        row.period_id: Begun(
            lines=row.lines,
            first_submitted_at=row.first_submitted_at,
            accepted=row.accepted,
            waiting=row.waiting,
            returned=row.returned,
        )
        for row in counted
    }


def _lines(*states: EntryState) -> Count:
    return Count("entries", filter=Q(entries__state__in=states))


def _return_row(today: date, period: ReportingPeriod, told: Begun | None) -> ReturnRow:
    first_at = told.first_submitted_at if told else None
    first_on = local_date(first_at) if first_at else None
    return ReturnRow(
        period=period,
        submission=told,
        timeliness=timeliness(
            first_submitted_on=first_on,
            opens_on=period.opens_on,
            due_on=period.due_on,
            today=today,
        ),
        days_late=days_late(
            first_submitted_on=first_on, due_on=period.due_on, today=today
        ),
    )


def _latest_postings(frame: Frame, union: Union) -> tuple[Posting, ...]:
    known = Posting.objects.filter(union=union, target__plan=frame.plan)
    postings = known.as_of(frame.as_of.sequence).select_related(
        "target",
        "period",
        "entry__submitted_by",
        "review__reviewer",
        "superseded_by",
        "correction__proposed_by",
    )
    return tuple(postings.order_by("-sequence")[:LATEST])
