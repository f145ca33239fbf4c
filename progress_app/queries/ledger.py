"""What the ledger holds and where it stands."""

from dataclasses import dataclass
from datetime import datetime

from progress_app.models import Entry, Posting, RollupMark
from progress_app.models.figures import ReportedFigure
from progress_app.rules.figures import Figure
from targets_app.models import ReportingPeriod
from unions_app.models import ChainHead

LEDGER_CHAIN = "ledger"


@dataclass(frozen=True, slots=True)
class LedgerState:
    """Where the ledger stands: how fresh the figures are and what still waits."""

    sequence: int
    recorded_at: datetime | None
    unsummed_marks: int
    awaiting_review: int


def ledger_sequence() -> int:
    """Return the sequence of the newest posting, 0 for an empty ledger."""
    head = ChainHead.objects.filter(name=LEDGER_CHAIN).first()
    return head.sequence if head else 0


def ledger_state(*, plan_id: int) -> LedgerState:
    """Return where the ledger stands for a plan. Cost: three queries."""
    newest = (
        Posting.objects.filter(target__plan=plan_id)
        .order_by("-sequence")
        .values_list("sequence", "recorded_at")
        .first()
    )
    return LedgerState(
        sequence=newest[0] if newest else 0,
        recorded_at=newest[1] if newest else None,
        unsummed_marks=RollupMark.objects.filter(target__plan=plan_id).count(),
        awaiting_review=Entry.objects.filter(target__plan=plan_id)
        .awaiting_decision()
        .count(),
    )


def figure_of(row: ReportedFigure) -> Figure:
    """Return the figure columns of an entry or a posting."""
    return Figure(
        presence=row.presence,
        quantity=row.quantity,
        numerator=row.numerator,
        denominator=row.denominator,
        stage=row.stage,
    )


def postings_before(
    *, union_id: int, plan_id: int, before_number: int
) -> list[Posting]:
    """Return a union's postings in force for earlier periods, in period order."""
    return list(
        Posting.objects.filter(
            union=union_id, target__plan=plan_id, period__number__lt=before_number
        )
        .current()
        .order_by("period__number")
    )


@dataclass(frozen=True, slots=True)
class PastFigure:
    """What the ledger says of one cell of an earlier period."""

    period: ReportingPeriod
    figure: Figure
    sequence: int


def past_figures(entry: Entry) -> list[PastFigure]:
    """Return what is posted for earlier periods of an entry's cell, newest first.

    The entry comes with its submission and period. Cost: one query.
    """
    period = entry.submission.period
    postings = (
        Posting.objects.filter(
            union=entry.submission.union_id,
            target=entry.target_id,
            period__number__lt=period.number,
        )
        .current()
        .select_related("period")
    )
    return [
        PastFigure(period=row.period, figure=figure_of(row), sequence=row.sequence)
        for row in postings.order_by("-period__number")
    ]
