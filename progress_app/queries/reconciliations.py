"""Reads for holding the stored sums against the ledger, and how that came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from progress_app.models import (
    Reconciliation,
    ReferenceCursor,
    Rollup,
    RollupMark,
)
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import POSITION_COLUMNS, position_of, replay
from progress_app.rules.rollup import Position
from tasks_app.models import Plan
from unionplan.lib.numbers import plain
from unions_app.models import AuditEvent
from unions_app.queries import audit_sequence

CellKey = tuple[int, int, int]
"""The ids of a target, a union and a period."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A state in which stored sums and ledger can be compared."""

    sequence: int
    audit_sequence: int


def rest_of(*, plan_id: int) -> Rest | None:
    """Return where the books stand if nothing waits to be summed, else None.

    Neither marks nor changes of unions, shares and targets may wait. Cost: five queries.
    """
    rest = Rest(sequence=ledger_sequence(), audit_sequence=audit_sequence())
    cursor = ReferenceCursor.objects.filter(pk=1).first()
    followed = cursor.audit_sequence if cursor else 0
    is_waiting = (
        _has_news(followed, rest.audit_sequence)
        or RollupMark.objects.filter(target__plan=plan_id).exists()
    )
    return None if is_waiting else rest


def is_undisturbed(*, plan_id: int, since: Rest) -> bool:
    """Return whether nothing that sums rest on has happened since; five queries."""
    now = rest_of(plan_id=plan_id)
    return (
        now is not None
        and now.sequence == since.sequence
        and not _has_news(since.audit_sequence, now.audit_sequence)
    )


def _has_news(after: int, until: int) -> bool:
    return AuditEvent.objects.between(after, until).changing_figures().exists()


def compared(*, plan_id: int) -> tuple[int, int]:
    """Return how many targets and how many sums of a plan are stored."""
    counted = Rollup.objects.filter(target__plan=plan_id).aggregate(
        targets=Count("target", distinct=True), cells=Count("pk")
    )
    return counted["targets"], counted["cells"]


def told_differences(
    *, plan_id: int, sequence: int, keys: Sequence[CellKey]
) -> list[dict[str, Any]]:
    """Return what is stored and what the ledger says at some keys, where they differ."""
    ledger = replay(plan_id=plan_id, sequence=sequence)
    rows = Rollup.objects.filter(target__in={target for target, _u, _p in keys})
    stored = {(row.target_id, row.union_id, row.period_id): row for row in rows}
    return [
        {
            "target": key[0],
            "union": key[1],
            "period": key[2],
            **_sides(
                position_of(stored[key]) if key in stored else None, ledger.get(key)
            ),
        }
        for key in keys
    ]


def _sides(stored: Position | None, ledger: Position | None) -> dict[str, Any]:
    names = [
        name
        for name in POSITION_COLUMNS
        if stored is None
        or ledger is None
        or getattr(stored, name) != getattr(ledger, name)
    ]
    return {"stored": _texts(stored, names), "ledger": _texts(ledger, names)}


def _texts(position: Position | None, names: Sequence[str]) -> dict[str, str] | None:
    if position is None:
        return None
    return {name: plain(getattr(position, name)) for name in names}


def latest_reconciliations() -> list[Reconciliation]:
    """Return the newest reconciliation of each plan in force. Cost: one query."""
    in_force = Plan.objects.in_force()
    return list(Reconciliation.objects.newest_of_each_plan().filter(plan__in=in_force))


def is_disputed(*, plan_id: int) -> bool:
    """Return whether the newest reconciliation of a plan found differences."""
    newest = Reconciliation.objects.filter(plan=plan_id).order_by("-pk").first()
    return newest is not None and not newest.is_clean


@dataclass(frozen=True, slots=True)
class BooksTold:
    """What every page says: how many differences, and when that was found.

    ``finished_at`` is None where nothing has been compared yet. Of several plans the
    one compared longest ago counts.
    """

    differences: int
    finished_at: datetime | None

    @property
    def is_clean(self) -> bool:
        """Whether the books agree (账实一致)."""
        return self.finished_at is not None and self.differences == 0


def books_told() -> BooksTold:
    """Return how the last reconciliation came out. Cost: one query."""
    rows = latest_reconciliations()
    return BooksTold(
        differences=sum(row.difference_count for row in rows),
        finished_at=min((row.finished_at for row in rows), default=None),
    )
