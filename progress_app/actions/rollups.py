"""Summing again what was marked. Jobs and commands call this; re-runnable always.

What is marked is summed by the rules themselves, for the marked unions and those above
them, whatever the size of the tree. Whole targets are summed in the database, level by
level, by statements that say the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from progress_app.models import Posting, ReferenceCursor, Rollup, RollupMark
from progress_app.queries.positions import (
    POSITION_COLUMNS,
    Grounds,
    Key,
    cells_by_union,
    grounds_above,
    is_involved,
    own_positions_of,
)
from progress_app.rules.rollup import Position, combine
from progress_app.sql import rollups as sql
from progress_app.sql.dialects import DIALECTS
from targets_app.models import Target
from tasks_app.models import Plan
from unions_app.models import AuditEvent, Union
from unions_app.queries import audit_sequence

MARKS_AT_ONCE = 500
"""Marks of one target summed in one transaction: it stays short under any load."""
PAIRS_AT_ONCE = 2000
"""Pairs of target and union summed by one statement: its rows are sorted in memory."""


def roll_up_marked() -> int:
    """Sum again whatever is marked; return how many marks that were.

    Short transactions of one target each, in one order, so that workers at once
    neither deadlock nor undo each other. A job killed in the middle leaves its marks.
    """
    marked = RollupMark.objects.order_by("target_id").values_list("target_id")
    return sum(_roll_up_target(pk) for (pk,) in list(marked.distinct()))


def _roll_up_target(target_id: int) -> int:
    done = claimed = _roll_up_some(target_id)
    while claimed == MARKS_AT_ONCE:
        claimed = _roll_up_some(target_id)
        done += claimed
    return done


@transaction.atomic
def _roll_up_some(target_id: int) -> int:
    (target,) = _locked([target_id])
    ordered = RollupMark.objects.filter(target=target).order_by("pk")
    marks = list(ordered[:MARKS_AT_ONCE])
    if not marks:
        return 0
    summed = _above(target, marks)
    if any(summed.values()):
        _climb(target, marks, summed)
    else:
        _rebuild([target], _tree())
    _consume([mark.pk for mark in marks])
    return len(marks)


def _consume(marks: Sequence[int]) -> None:
    """Delete marks that were seen: one that came meanwhile may have a smaller id."""
    for start in range(0, len(marks), MARKS_AT_ONCE):
        some = marks[start : start + MARKS_AT_ONCE]
        RollupMark.objects.filter(pk__in=some).delete()


def _locked(ids: Sequence[int]) -> list[Target]:
    """Return targets, locked in one order everywhere: whoever sums takes turns.

    Two that summed sibling unions at once would each miss the other's part in their
    parent.
    """
    found = Target.objects.filter(pk__in=ids).order_by("pk")
    return list(found.select_for_update(no_key=True))


def _above(target: Target, marks: Sequence[RollupMark]) -> dict[int, bool]:
    """Return the marked unions and all above them: whether each has sums already."""
    marked = sorted({mark.union_id for mark in marks})
    with connection.cursor() as cursor:
        cursor.execute(*sql.above(marked, target_id=target.pk))
        return {union_id: bool(is_summed) for union_id, is_summed in cursor.fetchall()}


def _climb(
    target: Target, marks: Sequence[RollupMark], summed: dict[int, bool]
) -> None:
    """Sum the unions again from the first touched period on, children first.

    What is beside them stands already. Where one is new, all periods get their rows.
    """
    grounds = grounds_above(target, summed)
    index = {period.pk: i for i, period in enumerate(grounds.periods)}
    first = min(index[mark.from_period_id] for mark in marks)
    first = first if all(summed.values()) else 0
    beside = _sums_beside(grounds, first)
    postings = Posting.objects.filter(target=target, union__in=summed).current()
    cells = cells_by_union(postings, grounds.periods)
    fresh: dict[Key, Position] = {}
    for union_id in grounds.order:
        told = cells.get(union_id, {})
        own = own_positions_of(grounds, union_id, told)
        below = [
            pk for pk in grounds.children.get(union_id, ()) if (pk, first) in fresh
        ]
        if not (summed[union_id] or below or is_involved(own, told)):
            continue
        for i in range(first, len(own)):
            parts = [own[i], *(fresh[pk, i] for pk in below)]
            if (union_id, i) in beside:
                parts.append(beside[union_id, i])
            fresh[union_id, i] = combine(parts, own_quota=own[i].quota)
    _store(grounds, fresh)


def _sums_beside(grounds: Grounds, first: int) -> dict[Key, Position]:
    """Return what the unions' other children add up to, by parent and period."""
    dialect = DIALECTS[connection.vendor]
    periods = [period.pk for period in grounds.periods]
    text, named = sql.beside(
        connection.vendor,
        grounds.order,
        periods[first:],
        target_id=grounds.target.pk,
    )
    found: dict[Key, Position] = {}
    with connection.cursor() as cursor:
        cursor.execute(text, named)
        for parent_id, period_id, *columns in cursor.fetchall():
            row = dict(zip(sql.COLUMNS, columns, strict=True))
            figures = {name: dialect.read(row[name]) for name in sql.FIGURES}
            found[parent_id, periods.index(period_id)] = Position(**row | figures)
    return found


def _store(grounds: Grounds, positions: dict[Key, Position]) -> None:
    Rollup.objects.bulk_create(
        (
            Rollup(
                target=grounds.target,
                union_id=union_id,
                period=grounds.periods[i],
                **{name: getattr(position, name) for name in POSITION_COLUMNS},
            )
            for (union_id, i), position in sorted(positions.items())
        ),
        update_conflicts=True,
        unique_fields=("target", "union", "period"),
        update_fields=POSITION_COLUMNS,
        batch_size=500,
    )


@dataclass(frozen=True, slots=True)
class _Tree:
    """The ids of all unions, by level from the deepest up, and of those below each."""

    levels: Sequence[Sequence[int]]
    children: Mapping[int | None, Sequence[int]]

    def parts(self, at_once: int) -> Iterator[tuple[list[int], list[int]]]:
        """Return unions with their children, in parts of about a number of both."""
        for level in self.levels:
            unions: list[int] = []
            below: list[int] = []
            for pk in level:
                unions.append(pk)
                below += self.children.get(pk, ())
                if len(unions) + len(below) >= at_once:
                    yield unions, below
                    unions, below = [], []
            if unions:
                yield unions, below


def _tree() -> _Tree:
    """Return the tree, in ids only. Cost: one query."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in Union.objects.order_by("pk").values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    levels, level = [], children[None]
    while level:
        levels.append(level)
        level = [below for pk in level for below in children.get(pk, ())]
    return _Tree(levels[::-1], children)


def _rebuild(targets: Sequence[Target], tree: _Tree) -> None:
    """Sum every union of locked targets, level by level; rewrite only what differs."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in DIALECTS[vendor].before_large_sums:
            cursor.execute(statement)
        for unions, below in tree.parts(max(1, PAIRS_AT_ONCE // len(targets))):
            (stray, fresh), named = sql.sum_unions(vendor, targets, unions, below)
            cursor.execute(stray, named)
            for target_id, union_id in cursor.fetchall():
                Rollup.objects.filter(target=target_id, union=union_id).delete()
            cursor.execute(fresh, named)


def follow_reference_changes() -> bool:
    """Sum plans in force again if unions, quotas or targets changed; say whether.

    The change itself is told by an audit event of the apps below, which know nothing
    of roll-ups. The cursor moves after the work: a job killed in the middle begins
    again. Cost when nothing happened: two queries.
    """
    cursor, _created = ReferenceCursor.objects.get_or_create(pk=1)
    newest = audit_sequence()
    if newest == cursor.audit_sequence:
        return False
    news = AuditEvent.objects.between(cursor.audit_sequence, newest)
    has_changed = news.changing_figures().exists()
    if has_changed:
        for plan_id in Plan.objects.in_force().values_list("pk", flat=True):
            rebuild_rollups(plan_id=plan_id)
    ReferenceCursor.objects.filter(audit_sequence__lt=newest).update(
        audit_sequence=newest
    )
    return has_changed


def rebuild_rollups(*, plan_id: int) -> int:
    """Sum a whole plan again from its ledger; return the number of targets.

    For what marks do not tell: a changed union, quota or target. In short transactions
    of as many targets as are summed at once, so that nobody waits long for one.
    """
    ids = list(
        Target.objects.filter(plan=plan_id).order_by("pk").values_list("pk", flat=True)
    )
    tree = _tree()
    at_once = max(1, PAIRS_AT_ONCE // max(1, sum(map(len, tree.levels))))
    return sum(
        _rebuild_some(ids[start : start + at_once], tree)
        for start in range(0, len(ids), at_once)
    )


@transaction.atomic
def _rebuild_some(ids: Sequence[int], tree: _Tree) -> int:
    targets = _locked(ids)
    marks = RollupMark.objects.filter(target__in=targets)
    seen = list(marks.values_list("pk", flat=True))
    _rebuild(targets, tree)
    _consume(seen)
    return len(targets)
