"""How the portal is: what runs, what waits, whether the books agree."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.db.models.query import QuerySet

from progress_app.models import Reconciliation, Rollup, RollupMark
from progress_app.queries.reconciliations import latest_reconciliations
from reports_app.enums import ExportState, Verdict
from reports_app.models import Export
from reports_app.rules.health import (
    verdict_on_books,
    verdict_on_disk,
    verdict_on_nightly,
    verdict_on_waiting,
    verdict_on_worker,
    worst_of,
)
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan
from unions_app.models import AuditEvent, Union, WorkerSighting
from unions_app.queries import ANCHORED


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that no worker has taken on: how many, and since when the oldest."""

    number: int
    since: datetime | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Sign:
    """When something was last seen to happen; None: never."""

    at: datetime | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored sum that is not what the ledger says, in words.

    ``sides`` are (what the column is called, stored, ledger); "" where there is none.
    """

    target: str
    union: str
    period: str
    sides: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class PlanBooks:
    """The last reconciliation of a plan in force; None: there is none yet."""

    plan: Plan
    found: Reconciliation | None
    verdict: Verdict
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that holds the portal's own files."""

    free: int
    total: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Health:
    """Everything the health page tells."""

    database: str
    is_embedded: bool
    broker: Verdict
    worker: Sign
    marks: Waiting
    exports: Waiting
    books: Sequence[PlanBooks]
    anchor: Sign
    disk: Disk

    @property
    def verdict(self) -> Verdict:
        """What decides for the whole."""
        return worst_of(
            [
                self.broker,
                self.worker.verdict,
                self.marks.verdict,
                self.exports.verdict,
                *(books.verdict for books in self.books),
                self.anchor.verdict,
                self.disk.verdict,
            ]
        )


def health_at(moment: datetime, *, broker_answers: bool | None) -> Health:
    """Return how the portal is. Cost: six queries, three more where books differ.

    ``broker_answers`` is None where the broker is built in.
    """
    seen = WorkerSighting.objects.filter(pk=1).first()
    anchored = AuditEvent.objects.filter(action=ANCHORED).order_by("-sequence").first()
    seen_at = seen.seen_at if seen else None
    anchored_at = anchored.recorded_at if anchored else None
    queued = Export.objects.filter(state=ExportState.QUEUED)
    return Health(
        database=connection.display_name,
        is_embedded=settings.IS_EMBEDDED,
        broker=Verdict.ALARM if broker_answers is False else Verdict.SOUND,
        worker=Sign(seen_at, verdict_on_worker(_age(seen_at, moment))),
        marks=_waiting(RollupMark.objects.all(), "marked_at", moment),
        exports=_waiting(queued, "requested_at", moment),
        books=list(_books(moment)),
        anchor=Sign(anchored_at, verdict_on_nightly(_age(anchored_at, moment))),
        disk=_disk(),
    )


def _age(since: datetime | None, moment: datetime) -> timedelta | None:
    return None if since is None else moment - since


def _waiting(rows: QuerySet[Any], column: str, moment: datetime) -> Waiting:
    counted = rows.order_by().aggregate(number=Count("pk"), since=Min(column))
    since = counted["since"]
    verdict = verdict_on_waiting(_age(since, moment))
    return Waiting(counted["number"], since, verdict)


def _disk() -> Disk:
    usage = shutil.disk_usage(Path(settings.VAR_DIR))
    verdict = verdict_on_disk(free=usage.free, total=usage.total)
    return Disk(usage.free, usage.total, verdict)


def _books(moment: datetime) -> Iterator[PlanBooks]:
    newest = {row.plan_id: row for row in latest_reconciliations()}
    for plan in Plan.objects.in_force().order_by("-year", "pk"):
        found = newest.get(plan.pk)
        verdict = verdict_on_books(
            differences=found.difference_count if found else None,
            age=_age(found.finished_at if found else None, moment),
        )
        differences = _differences(found.first_differences) if found else []
        yield PlanBooks(plan, found, verdict, differences)


def _differences(told: Sequence[dict[str, Any]]) -> list[Difference]:
    if not told:
        return []
    names: dict[str, dict[int, Any]] = {
        "target": Target.objects.in_bulk({row["target"] for row in told}),
        "union": Union.objects.in_bulk({row["union"] for row in told}),
        "period": ReportingPeriod.objects.in_bulk({row["period"] for row in told}),
    }
    return [
        Difference(
            **{
                kind: str(found.get(row[kind], row[kind]))
                for kind, found in names.items()
            },
            sides=_sides(row["stored"] or {}, row["ledger"] or {}),
        )
        for row in told
    ]


def _sides(
    stored: dict[str, str], ledger: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return the columns that differ; of a sum that is on one side only, the figures."""
    return [
        (
            str(getattr(Rollup._meta.get_field(name), "verbose_name", name)),
            stored.get(name, ""),
            ledger.get(name, ""),
        )
        for name in (stored or ledger)
        if (stored and ledger) or (stored or ledger)[name] not in ("", "0")
    ]
