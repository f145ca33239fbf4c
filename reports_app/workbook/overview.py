"""Counts of lights and stages by area: never a mean of unlike things."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from progress_app.enums import Light
from reports_app.queries.areas import STAGES, Counts, counts_of
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.sheet import Column, Sheet


def write_overview(book: Workbook, facts: WorkbookFacts) -> None:
    """Write one row an area and one for the whole plan."""
    sheet = Sheet(
        book,
        title=_("总览"),
        stamp=facts.stamp,
        columns=list(_columns()),
        frozen_columns=1,
    )
    for rows in facts.areas:
        sheet.row(_row(rows.area.title, rows.counts))
    sheet.row(_row(_("合计"), counts_of(facts.standings)))
    sheet.close()


def _columns() -> Iterable[Column]:
    yield Column(_("任务领域"), 16)
    yield Column(_("数量指标"), 5)
    for light in Light:
        yield Column(str(light.label), 5)
    yield Column(_("推进事项"), 5)
    for stage in STAGES:
        yield Column(str(stage.label) if stage else _("未报"), 5)


def _row(title: str, counts: Counts) -> Iterator[Cell]:
    lights, stages = dict(counts.lights), dict(counts.stages)
    yield text(title, "wrapped")
    yield figure(counts.numeric)
    for light in Light:
        yield figure(lights.get(light, 0))
    yield figure(counts.milestones)
    for stage in STAGES:
        yield figure(stages.get(stage, 0))
