"""The entry grid: a return with its lines, grouped as the plan groups them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from progress_app.enums import Presence
from progress_app.models import Entry, Posting, Submission
from progress_app.queries.contexts import entry_contexts
from progress_app.queries.exceptions import reopened_until
from progress_app.queries.ledger import figure_of
from progress_app.queries.lines import Line, lines_of
from progress_app.rules.exceptions import FILLABLE, is_fillable
from progress_app.rules.figures import EntryContext, Figure
from targets_app.enums import PeriodState
from targets_app.models import ReportingPeriod
from targets_app.rules import period_state
from tasks_app.models import Task, TaskArea
from unionplan.lib.dates import local_date


@dataclass(frozen=True, slots=True)
class GridTask:
    """A task and its lines."""

    task: Task
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class GridArea:
    """An area and its tasks with lines."""

    area: TaskArea
    tasks: tuple[GridTask, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a period stands: ``days_left`` to its due day, negative once past it.

    ``reopened_until`` is set while an exception holds a locked period open for a union.
    """

    state: PeriodState
    days_left: int
    reopened_until: datetime | None = None

    @property
    def is_fillable(self) -> bool:
        """Whether figures can be typed and handed in now."""
        return self.state in FILLABLE or self.reopened_until is not None

    @property
    def days_over(self) -> int:
        """Days since the due day."""
        return -self.days_left


@dataclass(frozen=True, slots=True)
class Grid:
    """A return as its page shows it."""

    submission: Submission
    clock: Clock
    lines: tuple[Line, ...]

    @property
    def areas(self) -> list[GridArea]:
        """The lines by area and task, in the plan's order."""
        return [
            GridArea(
                area,
                tuple(
                    GridTask(task, tuple(rows)) for task, rows in groupby(lines, _task)
                ),
            )
            for area, lines in groupby(self.lines, lambda line: _task(line).area)
        ]

    @property
    def filled(self) -> int:
        """How many lines say something."""
        return sum(line.is_filled for line in self.lines)

    @property
    def to_submit(self) -> list[Line]:
        """The lines that the next submission takes along."""
        return [line for line in self.lines if line.is_filled and line.is_open]

    @property
    def blank(self) -> list[Line]:
        """The lines that say nothing yet."""
        return [line for line in self.lines if not line.is_filled]

    @property
    def doubtful(self) -> list[Line]:
        """The lines to submit that carry a warning."""
        return [line for line in self.to_submit if line.warnings]

    @property
    def handed_in(self) -> list[Line]:
        """The lines that have left the reporter's desk."""
        return [line for line in self.lines if not line.is_open]


def _task(line: Line) -> Task:
    return line.target.measure.task


def clock_of(
    period: ReportingPeriod, at: datetime, *, reopened_until: datetime | None = None
) -> Clock:
    """Return where a period stands at a moment.

    ``reopened_until`` is until when an exception holds it open, if one does.
    """
    today = local_date(at)
    state = period_state(
        opens_on=period.opens_on,
        due_on=period.due_on,
        locks_on=period.locks_on,
        today=today,
    )
    is_open_again = state not in FILLABLE and is_fillable(
        state=state, reopened_until=reopened_until, at=at
    )
    return Clock(
        state=state,
        days_left=(period.due_on - today).days,
        reopened_until=reopened_until if is_open_again else None,
    )


def clock_for(submission: Submission, at: datetime) -> Clock:
    """Return where a return's period stands for its union.

    Cost: one query, and only for a locked period.
    """
    clock = clock_of(submission.period, at)
    if clock.state != PeriodState.LOCKED:
        return clock
    until = reopened_until(
        union_id=submission.union_id, period_id=submission.period_id, at=at
    )
    return clock_of(submission.period, at, reopened_until=until)


def submission_lines(
    submission: Submission, *, entry_ids: Collection[int] | None = None
) -> list[Line]:
    """Return a return's lines in the plan's order, or some of them.

    The submission comes with its period. Cost: six queries.
    """
    period = submission.period
    rows = Entry.objects.filter(submission=submission).order_by("target__position")
    if entry_ids is not None:
        rows = rows.filter(pk__in=entry_ids)
    entries = list(
        rows.select_related(
            "target__measure__task__area",
            "target__lead_department",
            "submission__period",
            "saved_by",
        )
    )
    by_target = entry_contexts(submission=submission)
    contexts = {e.pk: by_target.get(e.target_id, EntryContext()) for e in entries}
    return lines_of(entries, contexts=contexts, on=period.ends_on)


def grid(submission: Submission, *, at: datetime) -> Grid:
    """Return a return as its page shows it. Cost: seven queries, eight once it is locked."""
    corrected = _corrected(submission)
    return Grid(
        submission=submission,
        clock=clock_for(submission, at),
        lines=tuple(
            replace(line, corrected=corrected.get(line.entry.pk))
            for line in submission_lines(submission)
        ),
    )


def _corrected(submission: Submission) -> dict[int, Figure]:
    """Return what the ledger says now of corrected lines, by entry id: one query."""
    rows = Posting.objects.filter(
        entry__submission=submission, correction__isnull=False
    )
    return {row.entry_id: figure_of(row) for row in rows.current()}


@dataclass(frozen=True, slots=True)
class LineState:
    """The version of a line, and whether it says something."""

    version: int
    is_filled: bool


def line_states(submission: Submission) -> dict[int, LineState]:
    """Return how every line of a return stands, by entry id. Cost: one query."""
    rows = Entry.objects.filter(submission=submission)
    return {
        pk: LineState(version, presence != Presence.NOT_REPORTED)
        for pk, version, presence in rows.values_list("pk", "version", "presence")
    }
