"""Entries with everything that stands beside them on a desk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from progress_app.enums import FigureWarning, Presence
from progress_app.models import Entry, Posting
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import (
    EntryContext,
    Figure,
    running_total,
    warnings_for,
)
from progress_app.rules.gaps import own_goal
from progress_app.rules.lights import achieved_share, rate
from progress_app.rules.rollup import Position, add
from progress_app.rules.transitions import is_editable
from targets_app.enums import TargetKind
from targets_app.models import PaceCurve, Quota, Target, TargetDefinition
from targets_app.queries import pace_of
from targets_app.rules import Pace, expected_share

Cell = tuple[int, int]
"""A union's id and a target's id."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a desk shows it.

    ``total`` is the cumulative (or level) it leads to; ``level`` a ratio's rate;
    ``achieved`` the share of ``goal``, ``expected`` the share due by the period's end.
    ``corrected`` is what the ledger says now of a figure that was corrected.
    """

    entry: Entry
    figure: Figure
    context: EntryContext
    definition: TargetDefinition | None
    goal: Decimal | None
    total: Decimal | None
    level: Fraction | None
    achieved: Fraction | None
    expected: Fraction | None
    warnings: tuple[FigureWarning, ...]
    corrected: Figure | None = None

    @property
    def target(self) -> Target:
        """The target the entry answers for."""
        return self.entry.target

    @property
    def base(self) -> Decimal | None:
        """What this period's figure is added to: accepted before, or still waiting."""
        if self.target.kind != TargetKind.FLOW:
            return None
        return add(self.context.cumulative, self.context.pending)

    @property
    def due(self) -> Fraction | None:
        """What is due by the period's end, in the target's unit."""
        if self.goal is None or self.expected is None:
            return None
        return Fraction(self.goal) * self.expected

    @property
    def step(self) -> Decimal | None:
        """How much the quantity differs from the last accepted one."""
        before = self.context.previous.quantity if self.context.previous else None
        if before is None or self.figure.quantity is None:
            return None
        return self.figure.quantity - before

    @property
    def is_filled(self) -> bool:
        """Whether the entry says something; 0 and "not applicable" do."""
        return self.entry.presence != Presence.NOT_REPORTED

    @property
    def is_open(self) -> bool:
        """Whether the entry is on its reporter's desk."""
        return is_editable(self.entry.state)

    @property
    def has_words(self) -> bool:
        """Whether anything is written beside the figure."""
        return bool(self.entry.note or self.entry.problems or self.entry.next_steps)


def line_of(
    entry: Entry,
    *,
    context: EntryContext,
    definition: TargetDefinition | None,
    pace: Pace | None,
) -> Line:
    """Return an entry with what is computed beside it. The target comes with it."""
    target, figure = entry.target, figure_of(entry)
    goal = own_goal(
        kind=target.kind,
        source=target.source,
        amount=target.amount,
        quota=context.quota,
    )
    total = running_total(kind=target.kind, figure=figure, context=context)
    reached = Position(
        quantity=total, numerator=figure.numerator, denominator=figure.denominator
    )
    month = entry.submission.period.ends_on.month
    return Line(
        entry=entry,
        figure=figure,
        context=context,
        definition=definition,
        goal=goal,
        total=total,
        level=_level(figure),
        achieved=achieved_share(kind=target.kind, goal=goal, position=reached),
        expected=expected_share(pace=pace, month=month) if pace else None,
        warnings=warnings_for(kind=target.kind, figure=figure, context=context),
    )


def _level(figure: Figure) -> Fraction | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    return rate(numerator=figure.numerator, denominator=figure.denominator)


def lines_of(
    entries: Sequence[Entry],
    *,
    contexts: Mapping[int, EntryContext],
    on: date,
) -> list[Line]:
    """Return the lines of entries in their order; ``contexts`` are by entry id.

    Entries come with target, submission and period. Cost: two queries.
    """
    targets = {entry.target_id for entry in entries}
    definitions = {
        row.target_id: row
        for row in TargetDefinition.objects.filter(target__in=targets).in_force(on)
    }
    paces = {
        curve.target_id: pace_of(curve)
        for curve in PaceCurve.objects.filter(target__in=targets).in_force(on)
    }
    return [
        line_of(
            entry,
            context=contexts.get(entry.pk, EntryContext()),
            definition=definitions.get(entry.target_id),
            pace=paces.get(entry.target_id),
        )
        for entry in entries
    ]


def contexts_of(entries: Iterable[Entry]) -> dict[int, EntryContext]:
    """Return what stands beside entries of many unions and periods, by entry id.

    The same as ``entry_contexts`` says of one return. Entries come with submission
    and period. Cost: four queries, whatever the entries.
    """
    entries = list(entries)
    unions = {entry.submission.union_id for entry in entries}
    targets = {entry.target_id for entry in entries}
    postings = _postings(unions, targets)
    waiting = _waiting(unions, targets)
    quotas = _quotas(unions, targets)
    unsupported = _unsupported(entries)
    contexts = {}
    for entry in entries:
        period = entry.submission.period
        cell = (entry.submission.union_id, entry.target_id)
        before = [figure for number, figure in postings[cell] if number < period.number]
        in_force = [q for day, q in quotas[cell] if day <= period.ends_on]
        contexts[entry.pk] = EntryContext(
            quota=in_force[-1] if in_force else None,
            cumulative=_sum(figure.quantity for figure in before),
            pending=_sum(q for number, q in waiting[cell] if number < period.number),
            previous=before[-1] if before else None,
            lacks_evidence=entry.pk in unsupported,
        )
    return contexts


def _unsupported(entries: Iterable[Entry]) -> set[int]:
    rows = Entry.objects.filter(pk__in=[entry.pk for entry in entries])
    return set(rows.lacking_evidence().values_list("pk", flat=True))


def _sum(quantities: Iterable[Decimal | None]) -> Decimal | None:
    total: Decimal | None = None
    for quantity in quantities:
        total = add(total, quantity)
    return total


def _postings(
    unions: set[int], targets: set[int]
) -> dict[Cell, list[tuple[int, Figure]]]:
    found: dict[Cell, list[tuple[int, Figure]]] = defaultdict(list)
    rows = Posting.objects.filter(union__in=unions, target__in=targets).current()
    for row in rows.select_related("period").order_by("period__number"):
        cell = (row.union_id, row.target_id)
        found[cell].append((row.period.number, figure_of(row)))
    return found


def _waiting(
    unions: set[int], targets: set[int]
) -> dict[Cell, list[tuple[int, Decimal | None]]]:
    found: dict[Cell, list[tuple[int, Decimal | None]]] = defaultdict(list)
    rows = Entry.objects.filter(submission__union__in=unions, target__in=targets)
    for union_id, target_id, number, quantity in rows.awaiting_decision().values_list(
        "submission__union_id", "target_id", "submission__period__number", "quantity"
    ):
        found[union_id, target_id].append((number, quantity))
    return found


def _quotas(
    unions: set[int], targets: set[int]
) -> dict[Cell, list[tuple[date, Decimal]]]:
    found: dict[Cell, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = Quota.objects.filter(union__in=unions, target__in=targets)
    for union_id, target_id, day, amount in rows.order_by("effective_on").values_list(
        "union_id", "target_id", "effective_on", "amount"
    ):
        found[union_id, target_id].append((day, amount))
    return found
