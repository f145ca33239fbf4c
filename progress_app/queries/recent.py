"""What a union reported lately, told beside the field for this period's figure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from progress_app.models import Posting, Submission
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import Figure
from targets_app.models import ReportingPeriod

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class RecentFigure:
    """An accepted figure of an earlier period, and when it was accepted."""

    period: ReportingPeriod
    figure: Figure
    recorded_at: datetime


def recent_figures(submission: Submission) -> dict[int, tuple[RecentFigure, ...]]:
    """Return the last accepted figures before a return, newest first, by target id.

    Three at most; a target without any is left out. Cost: one query.
    """
    period = submission.period
    rows = Posting.objects.filter(
        union=submission.union_id,
        target__plan=period.plan_id,
        period__number__lt=period.number,
    ).current()
    found: dict[int, list[RecentFigure]] = defaultdict(list)
    for row in rows.select_related("period").order_by("-period__number"):
        if len(found[row.target_id]) < HOW_MANY:
            figure = RecentFigure(row.period, figure_of(row), row.recorded_at)
            found[row.target_id].append(figure)
    return {target_id: tuple(figures) for target_id, figures in found.items()}
