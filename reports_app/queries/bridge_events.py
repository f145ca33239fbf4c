"""What the ledger tells of the time between two of its sequences."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum, Window
from django.db.models.functions import RowNumber

from progress_app.enums import ExceptionDecision
from progress_app.models import PeriodException, Posting, Submission
from progress_app.rules.figures import Figure
from reports_app.rules.bridge_steps import Event, Latest
from reports_app.rules.bridges import Held
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod, Target
from unionplan.lib.dates import local_date

FIGURE = ("presence", "quantity", "numerator", "denominator", "stage")
REPLACED = tuple(f"supersedes__{name}" for name in FIGURE)
Cell = tuple[int, int]
"""Target id, union id."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some targets' ledger after one sequence and up to another.

    ``places`` are the places of the plan's periods in its year, by id; ``periods``
    are those periods, in order.
    """

    targets: Sequence[Target]
    low: int
    high: int
    periods: Sequence[ReportingPeriod]

    @property
    def places(self) -> dict[int, int]:
        """The place of each period in the year, by its id."""
        return {period.pk: place for place, period in enumerate(self.periods)}

    @property
    def levels(self) -> list[Target]:
        """The targets whose latest word counts, not their sum."""
        return [row for row in self.targets if row.kind != TargetKind.FLOW]

    @property
    def flows(self) -> list[Target]:
        """The targets whose periods are summed."""
        return [row for row in self.targets if row.kind == TargetKind.FLOW]


def events_of(stretch: Stretch) -> dict[Cell, list[Event]]:
    """Return the postings of a stretch, oldest first, by target and union id.

    Late is a first report whose return was handed in after the period's due day, or
    for whose union the period had been opened again before (补报). Cost: three queries.
    """
    places, late = stretch.places, _Lateness(stretch.periods)
    rows = Posting.objects.filter(
        target__in=stretch.targets,
        sequence__gt=stretch.low,
        sequence__lte=stretch.high,
    ).order_by("sequence")
    found: dict[Cell, list[Event]] = defaultdict(list)
    for row in rows.values_list(
        "sequence",
        "target_id",
        "union_id",
        "period_id",
        "recorded_at",
        "supersedes_id",
        *FIGURE,
        *REPLACED,
    ):
        sequence, target_id, union_id, period_id, at, supersedes, *columns = row
        found[target_id, union_id].append(
            Event(
                sequence=sequence,
                union_id=union_id,
                place=places.get(period_id, len(places)),
                figure=Figure(*columns[: len(FIGURE)]),
                replaced=Figure(*columns[len(FIGURE) :]) if supersedes else None,
                is_late=late.is_late(union_id, period_id, at),
            )
        )
    return found


class _Lateness:
    """Which returns came late, read once: handed in late, or opened again."""

    def __init__(self, periods: Iterable[ReportingPeriod]) -> None:
        self._due = {period.pk: period.due_on for period in periods}
        self._first = {
            (union_id, period_id): first_at
            for union_id, period_id, first_at in Submission.objects.filter(
                period__in=self._due, first_submitted_at__isnull=False
            ).values_list("union_id", "period_id", "first_submitted_at")
        }
        self._opened = {
            (union_id, period_id): decided_at
            for union_id, period_id, decided_at in PeriodException.objects.filter(
                period__in=self._due, decision=ExceptionDecision.GRANTED
            )
            .order_by("-decided_at")
            .values_list("union_id", "period_id", "decided_at")
        }

    def is_late(self, union_id: int, period_id: int, at: datetime) -> bool:
        """Return whether a union's report for a period, recorded then, came late."""
        first_at = self._first.get((union_id, period_id))
        due_on = self._due.get(period_id)
        if first_at and due_on and local_date(first_at) > due_on:
            return True
        opened_at = self._opened.get((union_id, period_id))
        return opened_at is not None and opened_at <= at


def latest_words(stretch: Stretch, *, until: int) -> dict[Cell, Latest]:
    """Return each union's latest word on levels up to a place, as the stretch began.

    Cost: one query; none before the first place or without levels.
    """
    if until < 0 or not stretch.levels:
        return {}
    places = stretch.places
    rows = (
        Posting.objects.filter(
            target__in=stretch.levels,
            period__number__lte=stretch.periods[until].number,
        )
        .in_force(stretch.low)
        .annotate(
            newest=Window(
                RowNumber(),
                partition_by=[F("target"), F("union")],
                order_by=F("period__number").desc(),
            )
        )
        .filter(newest=1)
        .order_by()
        .values_list("target_id", "union_id", "period_id", *FIGURE)
    )
    return {
        (target_id, union_id): (places.get(period_id, 0), Figure(*columns))
        for target_id, union_id, period_id, *columns in rows
    }


def flow_sums(
    stretch: Stretch,
    *,
    after: int,
    until: int,
    unions: Collection[int] | None = None,
) -> dict[Cell, Held]:
    """Return what flows came to over the places after one up to another.

    As the stretch began, by target and union id; of all unions or some. Cost: one
    query; none where there is no such place.
    """
    numbers = [period.number for period in stretch.periods[after + 1 : until + 1]]
    if not numbers or not stretch.flows:
        return {}
    scope = Q(target__in=stretch.flows, period__number__in=numbers)
    if unions is not None:
        scope &= Q(union__in=unions)
    rows: Any = Posting.objects.filter(scope).in_force(stretch.low).order_by()
    summed = rows.values_list("target_id", "union_id").annotate(Sum("quantity"))
    return {
        (target_id, union_id): Held(total or Decimal(0))
        for target_id, union_id, total in summed
    }


def cells_of(target: Target, *found: Mapping[Cell, object]) -> set[int]:
    """Return the unions that any of some readings tell of a target."""
    return {cell[1] for told in found for cell in told if cell[0] == target.pk}
