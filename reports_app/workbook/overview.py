"""Counts of lights and stages by area: never a mean of unlike things."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from progress_app.enums import Light
from reports_app.queries.areas import STAGES, Counts, counts_of
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.charts import add_charts
from reports_app.workbook.columns import Column, integer
from reports_app.workbook.tables import Table, write_table


def overview_table(facts: WorkbookFacts) -> Table:
    """Return one row an area and one for everything that is told."""
    return Table(
        name="overview", title=_("总览"), columns=_columns(), rows=lambda: _rows(facts)
    )


def write_overview(book: Workbook, facts: WorkbookFacts) -> None:
    """Write the overview with its charts below."""
    sheet = write_table(book, facts.stamp, overview_table(facts))
    if facts.areas:
        add_charts(sheet.inner, areas=len(facts.areas))
    sheet.close()


def _columns() -> tuple[Column, ...]:
    names = [str(stage.label) if stage else _("未报") for stage in STAGES]
    return (
        Column(_("任务领域"), 16, "area"),
        integer(_("数量指标"), 5, "numeric"),
        *(integer(str(light.label), 5, light.value) for light in Light),
        integer(_("推进事项"), 5, "milestones"),
        *(
            integer(name, 5, f"stage_{stage.value if stage else 'not_told'}")
            for name, stage in zip(names, STAGES, strict=True)
        ),
    )


def _rows(facts: WorkbookFacts) -> Iterator[Iterator[Cell]]:
    for rows in facts.areas:
        yield _row(rows.area.title, rows.counts)
    yield _row(_("合计"), counts_of(facts.standings))


def _row(title: str, counts: Counts) -> Iterator[Cell]:
    lights, stages = dict(counts.lights), dict(counts.stages)
    yield text(title, "wrapped")
    yield figure(counts.numeric)
    for light in Light:
        yield figure(lights.get(light, 0))
    yield figure(counts.milestones)
    for stage in STAGES:
        yield figure(stages.get(stage, 0))
