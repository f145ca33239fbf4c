"""Standings counted, and grouped by area and task: figures and milestones apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from progress_app.enums import Light, Stage
from reports_app.queries.standing import Standing
from tasks_app.models import Task, TaskArea

STAGES = (
    Stage.DONE,
    Stage.UNDER_WAY,
    Stage.BLOCKED,
    Stage.NOT_STARTED,
    None,
)
"""The order milestones are counted in; None: nobody has told."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures and milestones apart: how many stand under each light, at each stage.

    ``lights`` has every light that occurs, in the enum's order; ``stages`` likewise,
    None for milestones that nobody has told about.
    """

    numeric: int
    lights: tuple[tuple[Light, int], ...]
    milestones: int
    stages: tuple[tuple[Stage | None, int], ...]


def counts_of(standings: Iterable[Standing]) -> Counts:
    """Count lights and stages; never a mean of unlike things."""
    rows = list(standings)
    numeric = [row for row in rows if row.target.is_numeric]
    milestones = [row for row in rows if not row.target.is_numeric]
    lights = [(light, sum(r.light == light for r in numeric)) for light in Light]
    stages = [(stage, sum(r.stage == stage for r in milestones)) for stage in STAGES]
    return Counts(
        numeric=len(numeric),
        lights=tuple(pair for pair in lights if pair[1]),
        milestones=len(milestones),
        stages=tuple(pair for pair in stages if pair[1]),
    )


@dataclass(frozen=True, slots=True)
class TaskRows:
    """A task with the standings of its targets."""

    task: Task
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class AreaRows:
    """An area of the plan, its counts and its tasks in order."""

    area: TaskArea
    counts: Counts
    tasks: tuple[TaskRows, ...]


def areas_of(standings: Iterable[Standing]) -> tuple[AreaRows, ...]:
    """Group standings by area and task, in the order they come."""
    by_area: dict[TaskArea, dict[Task, list[Standing]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in standings:
        task = row.target.measure.task
        by_area[task.area][task].append(row)
    return tuple(
        AreaRows(
            area=area,
            counts=counts_of(row for rows in tasks.values() for row in rows),
            tasks=tuple(TaskRows(task, tuple(rows)) for task, rows in tasks.items()),
        )
        for area, tasks in by_area.items()
    )
