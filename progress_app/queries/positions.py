"""What a roll-up is computed from, and its replay from the ledger alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from progress_app.models import Posting, Rollup
from progress_app.queries.ledger import figure_of
from progress_app.rules.rollup import Cell, Duty, Position, combine, own_positions
from targets_app.models import Quota, ReportingPeriod, Target
from targets_app.rules import owes
from unions_app.models import Union

POSITION_COLUMNS = tuple(field.name for field in fields(Position))
Key = tuple[int, int]
"""A union's id and a period's index within its plan."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything but the postings that one target's roll-up rests on.

    ``children`` lists the ids below each union; ``order`` has children before their
    parents. ``quotas`` are (effective_on, amount) by union, oldest first.
    """

    target: Target
    periods: Sequence[ReportingPeriod]
    unions: Mapping[int, Union]
    children: Mapping[int, Sequence[int]]
    order: Sequence[int]
    quotas: Mapping[int, Sequence[tuple[date, Decimal]]]

    def duties_of(self, union_id: int) -> list[Duty]:
        """Return what a union owes in each period, by the dates of both."""
        union = self.unions[union_id]
        is_owing = owes(
            source=self.target.source,
            territorial_only=self.target.territorial_only,
            lead_department_id=self.target.lead_department_id,
            union_id=union.pk,
            union_kind=union.kind,
        )
        return [
            Duty(
                is_expected=is_owing and is_open(union, period.ends_on),
                quota=self._quota_of(union_id, period.ends_on),
            )
            for period in self.periods
        ]

    def _quota_of(self, union_id: int, on: date) -> Decimal | None:
        in_force = [q for day, q in self.quotas.get(union_id, ()) if day <= on]
        return in_force[-1] if in_force else None


def is_open(union: Union, on: date) -> bool:
    """Return whether a union exists on a day, both ends included."""
    return existed_within(union, starts_on=on, ends_on=on)


def existed_within(union: Union, *, starts_on: date, ends_on: date) -> bool:
    """Return whether a union existed on any day of a span, both ends included."""
    return (union.opened_on is None or union.opened_on <= ends_on) and (
        union.closed_on is None or union.closed_on >= starts_on
    )


def union_tree() -> tuple[dict[int, Union], dict[int, list[int]], list[int]]:
    """Return all unions, the ids below each, and an order with children first."""
    rows = Union.objects.with_tree_fields()
    unions = {union.pk: union for union in rows}
    order = sorted(unions, key=lambda pk: (-unions[pk].tree_depth, pk))
    return unions, children_of(unions), order


def grounds_for(targets: Iterable[Target]) -> dict[int, Grounds]:
    """Return the grounds of targets of one plan, by target id. Cost: three queries."""
    targets = list(targets)
    unions, children, order = union_tree()
    periods = periods_of(targets[0].plan_id)
    quotas = quotas_of(targets)
    return {
        target.pk: Grounds(target, periods, unions, children, order, quotas[target.pk])
        for target in targets
    }


def grounds_in_turn(*, plan_id: int) -> Iterator[Grounds]:
    """Return the grounds of a plan's targets one by one: memory for one, not for all.

    Cost: three queries, and one a target.
    """
    unions, children, order = union_tree()
    periods = periods_of(plan_id)
    for target in Target.objects.filter(plan=plan_id).order_by("pk"):
        quotas = quotas_of([target])[target.pk]
        yield Grounds(target, periods, unions, children, order, quotas)


def periods_of(plan_id: int) -> list[ReportingPeriod]:
    """Return a plan's periods in order."""
    return list(ReportingPeriod.objects.filter(plan=plan_id).order_by("number"))


def quotas_of(
    targets: Iterable[Target], *, unions: Iterable[int] | None = None
) -> dict[int, dict[int, list[tuple[date, Decimal]]]]:
    """Return shares by target and union id, oldest first; of all unions or some."""
    quotas: dict[int, dict[int, list[tuple[date, Decimal]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    rows = Quota.objects.filter(target__in=targets).order_by("effective_on")
    if unions is not None:
        rows = rows.filter(union__in=unions)
    for target_id, union_id, day, amount in rows.values_list(
        "target_id", "union_id", "effective_on", "amount"
    ):
        quotas[target_id][union_id].append((day, amount))
    return quotas


def grounds_above(target: Target, unions: Iterable[int]) -> Grounds:
    """Return the grounds of one target for some unions that have no parent elsewhere.

    Cost: three queries, whatever the size of the tree.
    """
    found = Union.objects.in_bulk(list(unions))
    return Grounds(
        target=target,
        periods=periods_of(target.plan_id),
        unions=found,
        children=children_of(found),
        order=sorted(found, key=lambda pk: (-_depth(found, pk), pk)),
        quotas=quotas_of([target], unions=found)[target.pk],
    )


def _depth(unions: Mapping[int, Union], pk: int) -> int:
    parent_id = unions[pk].parent_id
    return 0 if parent_id is None else 1 + _depth(unions, parent_id)


def children_of(unions: Mapping[int, Union]) -> dict[int, list[int]]:
    """Return the ids below each union."""
    children: dict[int, list[int]] = defaultdict(list)
    for union in unions.values():
        if union.parent_id is not None:
            children[union.parent_id].append(union.pk)
    return children


def cells_by_union(
    postings: Iterable[Posting], periods: Sequence[ReportingPeriod]
) -> dict[int, dict[int, Cell]]:
    """Return postings in force as cells, by union id and then period index."""
    index = {period.pk: i for i, period in enumerate(periods)}
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for posting in postings:
        cells[posting.union_id][index[posting.period_id]] = Cell(
            figure=figure_of(posting), sequence=posting.sequence
        )
    return cells


def own_positions_of(
    grounds: Grounds, union_id: int, cells: Mapping[int, Cell]
) -> list[Position]:
    """Return one union's own position at the end of every period."""
    return own_positions(
        kind=grounds.target.kind,
        cells=cells,
        duties=grounds.duties_of(union_id),
        carry_forward_periods=grounds.target.carry_forward_periods,
    )


def is_involved(own: Iterable[Position], cells: Mapping[int, Cell]) -> bool:
    """Return whether a union itself owes, has a share or has reported."""
    return bool(cells) or any(p.units_expected or p.quota is not None for p in own)


def all_positions(
    grounds: Grounds, cells: Mapping[int, Mapping[int, Cell]]
) -> dict[Key, Position]:
    """Return the position of every node that owes, reports or stands above one."""
    found: dict[Key, Position] = {}
    for union_id in grounds.order:
        own = own_positions_of(grounds, union_id, cells.get(union_id, {}))
        below = [pk for pk in grounds.children.get(union_id, ()) if (pk, 0) in found]
        if not below and not is_involved(own, cells.get(union_id, {})):
            continue
        for i, position in enumerate(own):
            parts = [position, *(found[pk, i] for pk in below)]
            found[union_id, i] = combine(parts, own_quota=position.quota)
    return found


def replay(*, plan_id: int, sequence: int) -> dict[tuple[int, int, int], Position]:
    """Recompute every position of a plan from the ledger as of a sequence.

    Keys: target id, union id, period id. Reads no roll-up: this is what they are held
    against, and what workbooks tell. Cost: five queries.
    """
    targets = list(Target.objects.filter(plan=plan_id))
    if not targets:
        return {}
    grounds = grounds_for(targets)
    by_target: dict[int, list[Posting]] = defaultdict(list)
    for posting in Posting.objects.filter(target__plan=plan_id).in_force(sequence):
        by_target[posting.target_id].append(posting)
    found = {}
    for target_id, ground in grounds.items():
        cells = cells_by_union(by_target[target_id], ground.periods)
        for (union_id, i), position in all_positions(ground, cells).items():
            found[target_id, union_id, ground.periods[i].pk] = position
    return found


def position_of(rollup: Rollup) -> Position:
    """Return a stored roll-up as a position."""
    return Position(**{name: getattr(rollup, name) for name in POSITION_COLUMNS})


def differences(*, plan_id: int, sequence: int) -> list[tuple[int, int, int]]:
    """Return the keys whose stored roll-up differs from the ledger's replay.

    Empty when the books agree (账实一致). Rows of a plan without postings may not have
    been made yet and do not count. One target at a time: what is held in memory does
    not grow with the plan. Cost: three queries, and three a target.
    """
    found: list[tuple[int, int, int]] = []
    for grounds in grounds_in_turn(plan_id=plan_id):
        found += _differences_of(grounds, sequence)
    return sorted(found)


def _differences_of(grounds: Grounds, sequence: int) -> Iterator[tuple[int, int, int]]:
    target = grounds.target
    postings = Posting.objects.filter(target=target).in_force(sequence)
    cells = cells_by_union(postings.iterator(), grounds.periods)
    told = {
        (union_id, grounds.periods[i].pk): position
        for (union_id, i), position in all_positions(grounds, cells).items()
    }
    is_summed = False
    for row in Rollup.objects.filter(target=target).iterator():
        is_summed = True
        if told.pop((row.union_id, row.period_id), None) != position_of(row):
            yield target.pk, row.union_id, row.period_id
    for (union_id, period_id), position in told.items():
        if is_summed or position.last_sequence:
            yield target.pk, union_id, period_id
