"""Native charts of the overview: counts of lights and stages by area."""

from django.utils.translation import gettext as _
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from progress_app.enums import Light
from reports_app.queries.areas import STAGES
from reports_app.workbook.sheet import HEAD_ROW

LIGHT_INKS = ("14623A", "17607A", "D08700", "8F1D1D", "B5BCC6", "8A94A0", "DDE1E6")
STAGE_INKS = ("14623A", "17607A", "8F1D1D", "B5BCC6", "DDE1E6")
"""In the order of the columns: strong enough to be told apart in print."""
_WIDTH, _HEIGHT = 25, 9
_ROWS_BETWEEN = 19
"""A chart's height in rows, and a little more."""


def add_charts(sheet: WriteOnlyWorksheet, *, areas: int) -> None:
    """Draw both charts below the table of so many areas and their sum."""
    lights, stages = len(Light), len(STAGES)
    first = HEAD_ROW + areas + 4
    drawn = (
        (_("各任务领域数量指标的状态（项）"), 3, lights, LIGHT_INKS),
        (_("各任务领域推进事项的阶段（项）"), 4 + lights, stages, STAGE_INKS),
    )
    for place, (title, column, width, inks) in enumerate(drawn):
        chart = _chart(sheet, title, column, width, areas, inks)
        sheet.add_chart(chart, f"A{first + place * _ROWS_BETWEEN}")


def _chart(
    sheet: WriteOnlyWorksheet,
    title: str,
    column: int,
    width: int,
    areas: int,
    inks: tuple[str, ...],
) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title, chart.gapWidth = title, 40
    chart.width, chart.height = _WIDTH, _HEIGHT
    last = HEAD_ROW + areas
    chart.add_data(
        _reference(sheet, column, column + width - 1, HEAD_ROW, last),
        titles_from_data=True,
    )
    chart.set_categories(_reference(sheet, 1, 1, HEAD_ROW + 1, last))
    for series, ink in zip(chart.series, inks, strict=True):
        series.graphicalProperties.solidFill = ink
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "0"
    chart.legend.position = "b"
    return chart


def _reference(
    sheet: WriteOnlyWorksheet, left: int, right: int, top: int, bottom: int
) -> Reference:
    return Reference(sheet, min_col=left, max_col=right, min_row=top, max_row=bottom)
