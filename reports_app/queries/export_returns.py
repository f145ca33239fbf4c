"""Who handed in what, and in time, as of an export's moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from progress_app.models import Submission
from progress_app.queries.positions import is_open
from reports_app.enums import Timeliness
from reports_app.models import Export
from reports_app.queries.export_rows import postings_told
from reports_app.queries.standing import Frame, is_owing
from reports_app.rules.choices import Choices
from reports_app.rules.timeliness import days_late, timeliness
from targets_app.models import ReportingPeriod
from unionplan.lib.dates import local_date
from unions_app.models import Union

UNIONS_AT_ONCE = 500
Key = tuple[int, int]
"""The ids of a union and a period."""


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A union's return for a period: ``accepted`` of ``owed`` lines are in the ledger."""

    union: Union
    period: ReportingPeriod
    owed: int
    accepted: int
    first_submitted_at: datetime | None
    timeliness: Timeliness
    days_late: int


@dataclass(frozen=True, slots=True)
class ReturnsOwed:
    """Which unions owe how many lines, and for which periods; in official order."""

    frame: Frame
    unions: tuple[tuple[Union, int], ...]
    periods: tuple[ReportingPeriod, ...]

    @property
    def pairs(self) -> Iterator[tuple[Union, int, ReportingPeriod]]:
        """Each return that is or was owed."""
        return _pairs(self.unions, self.periods)

    def count(self) -> int:
        """Return how many rows they make."""
        return sum(1 for _pair in self.pairs)


def _pairs(
    unions: Sequence[tuple[Union, int]], periods: Sequence[ReportingPeriod]
) -> Iterator[tuple[Union, int, ReportingPeriod]]:
    for union, owed in unions:
        for period in periods:
            if is_open(union, period.ends_on):
                yield union, owed, period


def returns_owed(frame: Frame, choices: Choices) -> ReturnsOwed:
    """Return what was owed for the periods that had opened. Cost: none."""
    owed = [
        (union, sum(is_owing(target, union) for target in frame.targets))
        for union in frame.unions.values()
        if choices.has_union(union.pk)
    ]
    return ReturnsOwed(
        frame=frame,
        unions=tuple(pair for pair in owed if pair[1]),
        periods=tuple(
            period
            for period in frame.now.periods
            if period.opens_on <= frame.on and choices.has_period(period.pk)
        ),
    )


def return_rows(*, export: Export, owed: ReturnsOwed) -> Iterator[ReturnRow]:
    """Yield every return, union by union. Cost: two queries for 500 unions."""
    for start in range(0, len(owed.unions), UNIONS_AT_ONCE):
        unions = owed.unions[start : start + UNIONS_AT_ONCE]
        ids = [union.pk for union, _owed in unions]
        handed_in = _handed_in(ids, owed.periods, until=export.as_of_at)
        accepted = _accepted(export, ids)
        for union, lines, period in _pairs(unions, owed.periods):
            key = union.pk, period.pk
            submitted_at = handed_in.get(key)
            on = local_date(submitted_at) if submitted_at else None
            today, due_on = owed.frame.on, period.due_on
            yield ReturnRow(
                union=union,
                period=period,
                owed=lines,
                accepted=accepted.get(key, 0),
                first_submitted_at=submitted_at,
                timeliness=timeliness(
                    first_submitted_on=on,
                    opens_on=period.opens_on,
                    due_on=due_on,
                    today=today,
                ),
                days_late=days_late(first_submitted_on=on, due_on=due_on, today=today),
            )


def _handed_in(
    unions: Sequence[int], periods: Sequence[ReportingPeriod], *, until: datetime
) -> dict[Key, datetime]:
    rows = Submission.objects.filter(
        union__in=unions, period__in=periods, first_submitted_at__lte=until
    )
    told = rows.order_by().values_list("union_id", "period_id", "first_submitted_at")
    return {(union_id, period_id): at for union_id, period_id, at in told if at}


def _accepted(export: Export, unions: Sequence[int]) -> dict[Key, int]:
    rows = postings_told(export=export).filter(
        supersedes__isnull=True, union__in=unions
    )
    told = rows.order_by().values_list("union_id", "period_id").annotate(Count("pk"))
    return {(union_id, period_id): count for union_id, period_id, count in told}
