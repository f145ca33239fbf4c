"""Positions at a past moment, straight from the ledger: no stored sum is read.

The ledger's rows are condensed by the database (sums of flows, the latest word on a
level); everything that depends on dates of unions, shares and targets is decided here,
by the same rules as ever, with the reference data of that moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, F, Max, Q, Sum, Window
from django.db.models.functions import Lead
from django.db.models.query import QuerySet

from progress_app.models import Posting
from progress_app.queries.positions import is_open
from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Cell, Position, combine, level
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod, Target
from targets_app.rules import owes
from unions_app.models import Union

Key = tuple[int, int, int]
"""Target id, union id, period id."""
NOTHING = Position()
Shares = Mapping[tuple[int, int], Sequence[tuple[date, Decimal]]]
"""(effective day, amount) by target and union id, oldest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one union's postings say of one target at a period's end.

    ``is_current``: it reported for that very period.
    """

    known: Position
    is_current: bool
    last_sequence: int


@dataclass(frozen=True, slots=True)
class Year:
    """A plan's reference data as of a moment; ``periods`` are all, in order."""

    periods: Sequence[ReportingPeriod]
    unions: Mapping[int, Union]
    shares: Shares


def positions_as_of(
    year: Year,
    *,
    sequence: int,
    targets: Sequence[Target],
    periods: Sequence[ReportingPeriod],
) -> dict[Key, Position]:
    """Return the positions of every node that is involved in targets at periods' ends.

    The same figures that stored sums held when the ledger stood at ``sequence``. Cost:
    two queries, whatever the number of periods.
    """
    children_first = _children_first(year.unions)
    postings = Posting.objects.in_force(sequence)
    flows = _flows(year, postings, periods, targets)
    levels = _levels(year, postings, periods, targets)
    owing = _owing_sets(year, targets)
    found: dict[Key, Position] = {}
    for period in periods:
        told = flows[period.pk] | levels[period.pk]
        shares = _shares_on(year, period.ends_on)
        open_unions = frozenset(
            pk for pk, u in year.unions.items() if is_open(u, period.ends_on)
        )
        for target in targets:
            own = _own(
                expected=owing[target.pk] & open_unions,
                told=told.get(target.pk, {}),
                shares=shares.get(target.pk, {}),
            )
            for union_id, position in _summed(own, children_first, year.unions):
                found[target.pk, union_id, period.pk] = position
    return found


def _children_first(unions: Mapping[int, Union]) -> list[int]:
    """Return the ids of unions with every child before its parent."""

    def depth(union: Union) -> int:
        steps, above = 0, union.parent_id
        while above is not None:
            steps, above = steps + 1, unions[above].parent_id
        return steps

    return sorted(unions, key=lambda pk: -depth(unions[pk]))


def _until(year: Year, period: ReportingPeriod) -> list[int]:
    """Return the ids of the year's periods up to one: the ledger needs no join then."""
    return [each.pk for each in year.periods if each.number <= period.number]


def _flows(
    year: Year,
    postings: QuerySet[Posting],
    periods: Sequence[ReportingPeriod],
    targets: Iterable[Target],
) -> dict[int, dict[int, dict[int, Told]]]:
    """Return what unions' flows have come to, by period, target and union id."""
    wanted: dict[str, Aggregate] = {}
    for i, period in enumerate(periods):
        until = Q(period__in=_until(year, period))
        wanted |= {
            f"sum_{i}": Sum("quantity", filter=until),
            f"last_{i}": Max("sequence", filter=until),
            f"now_{i}": Count("sequence", filter=Q(period=period)),
        }
    found: dict[int, dict[int, dict[int, Told]]] = {
        period.pk: defaultdict(dict) for period in periods
    }
    flows = [target.pk for target in targets if target.kind == TargetKind.FLOW]
    if not flows or not periods:
        return found
    last = max(periods, key=lambda period: period.number)
    told = postings.filter(target__in=flows, period__in=_until(year, last)).order_by()
    cells: Any = told.values("target_id", "union_id").annotate(**wanted)
    for row in cells:
        for i, period in enumerate(periods):
            if row[f"last_{i}"] is not None:
                found[period.pk][row["target_id"]][row["union_id"]] = Told(
                    known=Position(quantity=row[f"sum_{i}"] or Decimal(0)),
                    is_current=bool(row[f"now_{i}"]),
                    last_sequence=row[f"last_{i}"],
                )
    return found


def _levels(
    year: Year,
    postings: QuerySet[Posting],
    periods: Sequence[ReportingPeriod],
    targets: Iterable[Target],
) -> dict[int, dict[int, dict[int, Told]]]:
    """Return what unions' latest words on levels still say, by period, target, union id.

    A word is the latest at every period from its own until the next word of its cell.
    """
    limits = {
        target.pk: (
            None
            if target.kind == TargetKind.MILESTONE
            else target.carry_forward_periods
        )
        for target in targets
        if target.kind != TargetKind.FLOW
    }
    found: dict[int, dict[int, dict[int, Told]]] = {
        period.pk: defaultdict(dict) for period in periods
    }
    if not limits or not periods:
        return found
    index = {p.pk: i for i, p in enumerate(year.periods)}
    place_of = {p.number: i for i, p in enumerate(year.periods)}
    columns = ("presence", "quantity", "numerator", "denominator", "stage")
    words = _latest_words(year, postings.filter(target__in=list(limits)), periods)
    for target_id, union_id, period_id, following, newest, *figure in words.values_list(
        "target_id", "union_id", "period_id", "following", "newest", *columns
    ):
        word = (index[period_id], Cell(figure=Figure(*figure), sequence=newest))
        until = len(index) if following is None else place_of[following]
        for period in periods:
            at_index = index[period.pk]
            if word[0] <= at_index < until:
                found[period.pk][target_id][union_id] = Told(
                    known=level(word, at_index=at_index, limit=limits[target_id]),
                    is_current=word[0] == at_index,
                    last_sequence=newest,
                )
    return found


def _latest_words(
    year: Year, postings: QuerySet[Posting], periods: Sequence[ReportingPeriod]
) -> QuerySet[Posting]:
    """Keep what is the latest word of its cell at one of the periods at least.

    ``following`` is the number of the period of the next word, ``newest`` the greatest
    sequence so far.
    """
    cell = [F("target"), F("union")]
    by_period = F("period__number").asc()
    is_latest = Q()
    for period in periods:
        is_later = Q(following__isnull=True) | Q(following__gt=period.number)
        is_latest |= Q(period__number__lte=period.number) & is_later
    last = max(periods, key=lambda period: period.number)
    return (
        postings.filter(period__in=_until(year, last))
        .annotate(
            following=Window(
                Lead("period__number"), partition_by=cell, order_by=by_period
            ),
            newest=Window(Max("sequence"), partition_by=cell, order_by=by_period),
        )
        .filter(is_latest)
        .order_by()
    )


def _owing_sets(year: Year, targets: Iterable[Target]) -> dict[int, frozenset[int]]:
    """Return the unions that report on each target, whenever they are open.

    Few targets differ in what decides it, so few sets are made.
    """
    sets: dict[tuple[str, bool, int], frozenset[int]] = {}
    found = {}
    for target in targets:
        duty = (target.source, target.territorial_only, target.lead_department_id)
        if duty not in sets:
            sets[duty] = frozenset(
                pk
                for pk, union in year.unions.items()
                if owes(
                    source=target.source,
                    territorial_only=target.territorial_only,
                    lead_department_id=target.lead_department_id,
                    union_id=pk,
                    union_kind=union.kind,
                )
            )
        found[target.pk] = sets[duty]
    return found


def _own(
    *,
    expected: frozenset[int],
    told: Mapping[int, Told],
    shares: Mapping[int, Decimal],
) -> dict[int, Position]:
    """Return the own position of every union that is expected, has a share or told."""
    found = {}
    for pk in expected | told.keys() | shares.keys():
        said, is_expected = told.get(pk), pk in expected
        known = said.known if said else NOTHING
        found[pk] = Position(
            quantity=known.quantity,
            numerator=known.numerator,
            denominator=known.denominator,
            not_started=known.not_started,
            under_way=known.under_way,
            done=known.done,
            blocked=known.blocked,
            not_applicable=known.not_applicable,
            units_stale=known.units_stale,
            quota=shares.get(pk),
            units_expected=int(is_expected),
            units_reported=int(said is not None and said.is_current and is_expected),
            last_sequence=said.last_sequence if said else 0,
        )
    return found


def _shares_on(year: Year, on: date) -> dict[int, dict[int, Decimal]]:
    """Return the shares in force on a day, by target id, then union id."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for (target_id, union_id), dated in year.shares.items():
        for day, amount in dated:
            if day > on:
                break
            found[target_id][union_id] = amount
    return found


def _summed(
    own: Mapping[int, Position],
    children_first: Sequence[int],
    unions: Mapping[int, Union],
) -> Iterator[tuple[int, Position]]:
    """Yield every node's position: its own and all below it."""
    below: dict[int, list[Position]] = defaultdict(list)
    for pk in children_first:
        mine, parts = own.get(pk), below.pop(pk, [])
        if not parts:
            if mine is None:
                continue
            position = mine
        else:
            position = combine(
                parts if mine is None else [*parts, mine],
                own_quota=mine.quota if mine else None,
            )
        yield pk, position
        parent = unions[pk].parent_id
        if parent is not None:
            below[parent].append(position)
