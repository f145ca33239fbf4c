"""One target: its months against the pace, its units, its postings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.db.models.query import QuerySet

from progress_app.enums import Light
from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import LedgerState
from progress_app.rules.lights import achieved_share
from progress_app.rules.rollup import Position
from reports_app.queries.corrected import Corrected, corrected_in
from reports_app.queries.freshness import freshness
from reports_app.queries.outlook import Outlook, outlook_of
from reports_app.queries.standing import (
    Coverage,
    Frame,
    Positions,
    Standing,
    frame_of,
    is_owing,
    positions_for,
    quotas_in_force,
    standing,
    stored_positions,
)
from reports_app.rules.standings import deciding_share, level
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod, Target, TargetDefinition
from targets_app.queries import definitions_in_force
from targets_app.rules import Pace
from unions_app.models import Union

LATEST = 8
POSTING_PARTS = (
    "union",
    "period",
    "entry__submitted_by",
    "review__reviewer",
    "superseded_by",
    "correction__proposed_by",
)
GRAVITY = (
    Light.FAR_BEHIND,
    Light.BEHIND,
    Light.NOT_REPORTED,
    Light.ON_PACE,
    Light.MET,
    Light.NOT_DUE,
    Light.NO_QUOTA,
)


def target_for(pk: int) -> Target:
    """Return a target with its plan and place in it. Errors: Target.DoesNotExist.

    Targets are the published plan: who may see the city's figures may see each.
    """
    return Target.objects.select_related(
        "plan", "lead_department", "measure__task__area"
    ).get(pk=pk)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The city's position at a period's end beside what was expected by then.

    ``position`` is None for periods that have not opened; ``expected_amount`` is in
    the unit, for a ratio a share (0–1).
    """

    period: ReportingPeriod
    position: Position | None
    achieved: Fraction | None
    level: Fraction | None
    expected: Fraction
    expected_amount: Fraction
    coverage: Coverage | None
    is_open: bool

    @property
    def deciding_share(self) -> Fraction | None:
        """The share that a display of ``achieved`` may not round up to."""
        return deciding_share(achieved=self.achieved, expected=self.expected)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One union's standing, and for milestones what it told with it."""

    standing: Standing
    posting: Posting | None


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Unions of one peer group (its label, "" for departments), in the order asked."""

    label: str
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """Everything on a target's page; a milestone has no outlook."""

    target: Target
    frame: Frame
    pace: Pace | None
    standing: Standing
    definition: TargetDefinition | None
    months: tuple[MonthRow, ...]
    units: tuple[UnitGroup, ...]
    outlook: Outlook | None
    ledger: LedgerState
    latest: tuple[Posting, ...]
    postings: int
    corrected: Corrected


def target_page(*, target: Target, as_of: AsOf, by_progress: bool) -> TargetPage:
    """Return a target's page at a moment. Cost: eleven queries; thirteen for figures.

    At a past moment, seventeen, a level eighteen and a ratio nineteen.
    ``by_progress`` lists the unions by their light, the gravest first, instead of by
    peer group in official order.
    """
    quotas = None
    if target.kind in (TargetKind.FLOW, TargetKind.STOCK) and not as_of.is_past:
        quotas = quotas_in_force(Q(target=target), on=as_of.on)
    frame = frame_of(plan=target.plan, as_of=as_of, targets=[target], quotas=quotas)
    federation = frame.federation
    positions = _positions(frame)
    rows = _unit_rows(frame, positions)
    latest = postings_of(target, as_of=as_of)
    return TargetPage(
        target=target,
        frame=frame,
        pace=frame.paces.get(target.pk),
        standing=standing(
            frame=frame, target=target, union=federation, positions=positions
        ),
        definition=_definition(target, as_of),
        months=months_of(frame, positions),
        units=_worst_first(rows) if by_progress else _by_peer_group(rows),
        outlook=outlook_of(frame, positions) if target.is_numeric else None,
        ledger=freshness(plan_id=target.plan_id, target_id=target.pk, as_of=as_of),
        latest=tuple(latest[:LATEST]),
        postings=latest.count(),
        corrected=corrected_in(frame, targets=[target]),
    )


def _definition(target: Target, as_of: AsOf) -> TargetDefinition | None:
    told = definitions_in_force(
        scope=Q(target=target), on=as_of.on, rewind=as_of.rewind
    )
    return told.get(target.pk)


def _positions(frame: Frame) -> Positions:
    """Return the city's position at every period's end, the units' at the telling ones.

    At a past moment only the periods that had opened by then: later ones tell nothing.
    """
    if frame.as_of.is_past:
        opened = [p for p in frame.now.periods if p.opens_on <= frame.on]
        return positions_for(frame, periods=opened)
    (target,) = frame.targets
    return stored_positions(
        Q(target=target)
        & (Q(union=frame.federation) | Q(period__in=frame.telling_periods))
    )


def postings_of(target: Target, *, as_of: AsOf) -> QuerySet[Posting]:
    """Return a target's postings, newest first, with people and what replaced them."""
    postings = Posting.objects.filter(target=target).as_of(as_of.sequence)
    return postings.select_related(*POSTING_PARTS).order_by("-sequence")


@dataclass(frozen=True, slots=True)
class NarrowedPostings:
    """A target's postings, all or those of one union or period.

    ``unions`` and ``periods`` are those that have postings. ``is_misled``: what was
    asked for is none of them, and everything is shown instead. ``is_corrected``: only
    what superseded another posting.
    """

    target: Target
    postings: QuerySet[Posting]
    unions: tuple[Union, ...]
    periods: tuple[ReportingPeriod, ...]
    union: Union | None
    period: ReportingPeriod | None
    is_misled: bool
    is_corrected: bool = False

    @property
    def query(self) -> str:
        """What narrows them, as the start of an address's query ("" for nothing)."""
        chosen = {"union": self.union, "period": self.period}
        rows = "".join(f"{name}={row.pk}&" for name, row in chosen.items() if row)
        return f"{rows}corrected=1&" if self.is_corrected else rows


def narrowed_postings(
    *, target: Target, union: str, period: str, as_of: AsOf, corrected: bool = False
) -> NarrowedPostings:
    """Return a target's postings for ids as an address holds them; "" for all.

    Cost: two queries, and what reading ``postings`` takes.
    """
    unions = tuple(Union.objects.filter(postings__target=target).distinct())
    periods = tuple(ReportingPeriod.objects.filter(postings__target=target).distinct())
    at_union = next((row for row in unions if str(row.pk) == union), None)
    at_period = next((row for row in periods if str(row.pk) == period), None)
    postings = postings_of(target, as_of=as_of)
    if at_union:
        postings = postings.filter(union=at_union)
    if at_period:
        postings = postings.filter(period=at_period)
    if corrected:
        postings = postings.filter(supersedes__isnull=False)
    return NarrowedPostings(
        target=target,
        postings=postings,
        unions=unions,
        periods=periods,
        union=at_union,
        period=at_period,
        is_misled=bool((union and not at_union) or (period and not at_period)),
        is_corrected=corrected,
    )


def months_of(frame: Frame, positions: Positions) -> tuple[MonthRow, ...]:
    """Return the city's months of a frame's one target, in order. Cost: none."""
    (target,) = frame.targets
    last = frame.now.display.number if frame.now.display else 0
    found = {
        period.pk: positions.get((target.pk, frame.federation.pk, period.pk))
        for period in frame.now.periods
        if period.number <= last
    }
    return tuple(
        _month(frame, period, found.get(period.pk)) for period in frame.now.periods
    )


def _month(
    frame: Frame, period: ReportingPeriod, position: Position | None
) -> MonthRow:
    (target,) = frame.targets
    now, known = frame.now, position or Position()
    expected = frame.expected_at(target, period)
    scale = 100 if target.kind == TargetKind.RATIO else 1
    return MonthRow(
        period=period,
        position=position,
        achieved=achieved_share(kind=target.kind, goal=target.amount, position=known),
        level=level(known),
        expected=expected,
        expected_amount=expected * Fraction(target.amount or 0) / scale,
        coverage=(
            Coverage(position.units_reported, position.units_expected)
            if position
            else None
        ),
        is_open=period == now.display and period != now.checkpoint,
    )


def _unit_rows(frame: Frame, positions: Positions) -> list[UnitRow]:
    (target,) = frame.targets
    told = {key[1] for key, position in positions.items() if position.last_sequence}
    parents = {unit.parent_id for unit in frame.unions.values()}
    stories = _latest_by_union(target, frame.as_of) if not target.is_numeric else {}
    return [
        UnitRow(
            standing=standing(
                frame=frame, target=target, union=unit, positions=positions
            ),
            posting=stories.get(unit.pk),
        )
        for unit in frame.unions.values()
        if is_owing(target, unit) or (unit.pk in told and unit.pk not in parents)
    ]


def _latest_by_union(target: Target, as_of: AsOf) -> dict[int, Posting]:
    """Return each union's posting in force of its latest period, with its entry."""
    rows = Posting.objects.filter(target=target).in_force(as_of.sequence)
    rows = rows.select_related("entry", "period").order_by("period__number")
    return {posting.union_id: posting for posting in rows}


def _by_peer_group(rows: Iterable[UnitRow]) -> tuple[UnitGroup, ...]:
    groups: dict[str, list[UnitRow]] = {}
    for row in rows:
        union = row.standing.union
        label = union.get_peer_group_display() or union.get_kind_display()
        groups.setdefault(str(label), []).append(row)
    return tuple(UnitGroup(label, tuple(rows)) for label, rows in groups.items())


def _worst_first(rows: Sequence[UnitRow]) -> tuple[UnitGroup, ...]:
    ordered = sorted(
        rows,
        key=lambda row: (
            GRAVITY.index(row.standing.light),
            row.standing.achieved or Fraction(0),
        ),
    )
    return (UnitGroup("", tuple(ordered)),) if ordered else ()
