"""Reads about workbooks: who may see which, and what goes into one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Q
from django.db.models.query import QuerySet

from progress_app.models import Posting, Reconciliation
from progress_app.queries.as_of import AsOf
from progress_app.rules.rollup import Position
from reports_app.enums import ExportFailure, ExportKind, ExportState
from reports_app.models import Export
from reports_app.queries.areas import AreaRows, areas_of
from reports_app.queries.chosen import ChosenWords, chosen_words
from reports_app.queries.export_returns import ReturnsOwed, returns_owed
from reports_app.queries.export_rows import evidence_told, postings_told
from reports_app.queries.framework import BoardPillar, framework_board
from reports_app.queries.freshness import waiting_by_target
from reports_app.queries.league import League, league_of
from reports_app.queries.standing import (
    Frame,
    Positions,
    Standing,
    frame_of,
    positions_for,
    standings_at,
)
from reports_app.rules.choices import Choices, chosen
from targets_app.models import TargetDefinition
from targets_app.queries import definitions_in_force
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from unionplan.lib.chain import GENESIS, body_hash
from unions_app.queries import rewind_to
from unions_app.rules import Access

UNNOTICED_AFTER = timedelta(seconds=60)
"""How long a workbook may wait before the page says that no worker seems to run."""
CODE_DIGITS = 16


ENDINGS = {
    ExportKind.WORKBOOK: "xlsx",
    ExportKind.BRIEF: "docx",
    ExportKind.CSV: "zip",
    ExportKind.PACKAGE: "zip",
}
"""How the files of each kind end."""


def exports_for(access: Access) -> QuerySet[Export]:
    """Return the workbooks a person may fetch, newest first."""
    return Export.objects.visible_to(access).select_related("plan", "requested_by")


def export_for(access: Access, pk: UUID) -> Export:
    """Return a workbook the person may fetch. Errors: Export.DoesNotExist."""
    return exports_for(access).get(pk=pk)


def exportable_plans() -> QuerySet[Plan]:
    """Return the plans that are or were in force, newest first."""
    return Plan.objects.exclude(status=PlanStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export as its page tells it; ``failure`` says why there is no file.

    ``is_unnoticed``: it has waited so long that no worker seems to run. ``is_mine``:
    who looks has asked for it, and may call it off.
    """

    export: Export
    failure: str
    is_unfinished: bool
    is_unnoticed: bool
    is_mine: bool

    @property
    def can_be_retried(self) -> bool:
        """Whether it ended without a file."""
        return self.export.state in (ExportState.FAILED, ExportState.CANCELLED)

    @property
    def is_partial(self) -> bool:
        """Whether something was left out by choice."""
        return not chosen(self.export.choices).is_everything


def export_row(
    export: Export, *, at: datetime, person_id: int | None = None
) -> ExportRow:
    """Return an export as its page tells it to a person at a moment."""
    is_queued = export.state == ExportState.QUEUED
    return ExportRow(
        export=export,
        failure=str(ExportFailure(export.failure).label) if export.failure else "",
        is_unfinished=is_queued or export.state == ExportState.RUNNING,
        is_unnoticed=is_queued and at - export.requested_at > UNNOTICED_AFTER,
        is_mine=export.requested_by_id == person_id,
    )


class WorkbookMissingError(Exception):
    """The stored file is gone, or is not what its recorded hash says."""


def stored_name(sha256: str, ending: str = "xlsx") -> str:
    """Return a file's name in storage: its own hash, which nobody can guess."""
    return f"exports/{sha256}.{ending}"


def ending_of(export: Export) -> str:
    """Return how the name of an export's file ends."""
    return ENDINGS[ExportKind(export.kind)]


def opened_workbook(export: Export) -> IO[bytes]:
    """Return a finished export's file, read and found unchanged.

    Errors: WorkbookMissingError.
    """
    name = stored_name(export.sha256, ending_of(export))
    try:
        with default_storage.open(name) as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise WorkbookMissingError from error
    if hashlib.sha256(content).hexdigest() != export.sha256:
        raise WorkbookMissingError
    return BytesIO(content)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every sheet says about where its figures come from.

    ``link`` is the ledger's hash at the sequence, an anchor outside the database.
    ``recorded_at`` is when the newest figure told was posted, None without any.
    """

    plan_title: str
    year: int
    federation: str
    sequence: int
    link: str
    recorded_at: datetime | None
    as_of_at: datetime
    requested_by: str
    is_demonstration: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Everything a workbook tells but its long lists, which are read as they are written.

    ``positions`` is what the ledger said at the stamp's sequence: the same for ever.
    ``definitions`` are those in force, ``awaiting`` the figures that waited for review
    at the moment told; both by target id. ``reconciliation`` is the last one before
    that moment, None before the first.
    """

    stamp: Stamp
    choices: Choices
    chosen_words: ChosenWords
    frame: Frame
    positions: Positions
    standings: tuple[Standing, ...]
    areas: tuple[AreaRows, ...]
    board: tuple[BoardPillar, ...]
    league: League
    definitions: Mapping[int, TargetDefinition]
    awaiting: Mapping[int, int]
    reconciliation: Reconciliation | None
    returns: ReturnsOwed
    posting_count: int
    evidence_count: int

    def position_of(self, target_id: int, union_id: int) -> Position | None:
        """Return the position told of a target at a union; None where it has none."""
        display = self.frame.now.display
        if display is None:
            return None
        return self.positions.get((target_id, union_id, display.pk))

    def is_carried_on(self, target_id: int, union_id: int) -> bool:
        """Return whether a level was not reported for the last period due."""
        due = self.frame.now.checkpoint
        position = self.positions.get((target_id, union_id, due.pk)) if due else None
        return position is not None and position.units_stale > 0

    def units_told(self, period_id: int) -> tuple[int, int]:
        """Return how many units owe anything for a period, and how many told it."""
        of_period = [
            (union_id, position)
            for (_target, union_id, pk), position in self.positions.items()
            if pk == period_id and union_id != self.frame.federation.pk
        ]
        owing = {union_id for union_id, p in of_period if p.units_expected}
        return len(owing), len({u for u, p in of_period if p.units_reported})


def code_of(export: Export) -> str:
    """Return what finds an export again by its file: where the ledger stood, and a hash.

    Of what it tells alone, so that the same content stays the same bytes: exports that
    tell the same share it.
    """
    told = [
        export.plan_id,
        export.as_of_at.astimezone(UTC).isoformat(),
        export.language,
        export.is_demonstration,
        export.choices,
    ]
    return f"{export.as_of_sequence}-{body_hash(told)[:CODE_DIGITS]}"


def as_of_export(export: Export) -> AsOf:
    """Return the moment that an export tells, reference data and all.

    Cost: one query.
    """
    return AsOf(
        at=export.as_of_at,
        sequence=export.as_of_sequence,
        text=str(export.as_of_sequence),
        rewind=rewind_to(export.as_of_at),
    )


def workbook_facts(*, export: Export) -> WorkbookFacts:
    """Return what goes into a workbook: the same for the same moment, for ever.

    Cost: fifty queries at most, whatever the ledger.
    """
    plan, as_of = export.plan, as_of_export(export)
    choices = chosen(export.choices)
    whole = frame_of(plan=plan, as_of=as_of)
    frame = replace(
        whole,
        targets=tuple(
            target
            for target in whole.targets
            if choices.has_target(target.pk, area_id=target.measure.task.area_id)
        ),
    )
    positions = positions_for(frame)
    standings = standings_at(frame=frame, union=frame.federation, positions=positions)
    return WorkbookFacts(
        stamp=_stamp(export, frame),
        choices=choices,
        chosen_words=chosen_words(choices),
        frame=frame,
        positions=positions,
        standings=standings,
        areas=areas_of(standings),
        board=framework_board(plan, standings),
        league=league_of(plan=plan, as_of=as_of),
        definitions=definitions_in_force(
            scope=Q(target__plan=plan), on=as_of.on, rewind=as_of.rewind
        ),
        awaiting=waiting_by_target(plan_id=plan.pk, as_of=as_of),
        reconciliation=Reconciliation.objects.filter(
            plan=plan, finished_at__lte=export.as_of_at
        ).first(),
        returns=returns_owed(frame, choices),
        posting_count=postings_told(export=export).count(),
        evidence_count=evidence_told(export=export).count(),
    )


def _stamp(export: Export, frame: Frame) -> Stamp:
    newest = Posting.objects.filter(sequence=export.as_of_sequence).first()
    return Stamp(
        plan_title=export.plan.title,
        year=export.plan.year,
        federation=frame.federation.name,
        sequence=export.as_of_sequence,
        link=newest.link if newest else GENESIS,
        recorded_at=newest.recorded_at if newest else None,
        as_of_at=export.as_of_at,
        requested_by=str(export.requested_by),
        is_demonstration=export.is_demonstration,
        code=code_of(export),
    )
