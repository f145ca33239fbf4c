"""How each target is counted, at what pace, and what is still open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.sheet import Column, Sheet
from reports_app.workbook.words import pace_words
from targets_app.models import Target


def write_definitions(book: Workbook, facts: WorkbookFacts) -> None:
    """Write one row a target with the definition and the pace in force."""
    sheet = Sheet(
        book,
        title=_("口径"),
        stamp=facts.stamp,
        columns=_columns(),
        frozen_columns=2,
        pages_wide=2,
    )
    for target in facts.frame.targets:
        sheet.row(_row(facts, target))
    sheet.close()


def _columns() -> list[Column]:
    return [
        Column(_("编号"), 3),
        Column(_("指标名称"), 12),
        Column(_("原文摘引"), 18),
        Column(_("牵头部门"), 9),
        Column(_("填报主体"), 9),
        Column(_("分子"), 9),
        Column(_("分母"), 9),
        Column(_("口径"), 22),
        Column(_("计入"), 14),
        Column(_("不计入"), 14),
        Column(_("时序曲线"), 10),
        Column(_("口径待确认"), 20),
        Column(_("口径版本"), 3),
    ]


def _row(facts: WorkbookFacts, target: Target) -> Iterator[Cell]:
    definition = facts.definitions.get(target.pk)
    yield text(target.code)
    said = [
        target.name,
        target.quote,
        target.lead_department,
        target.get_source_display(),
        target.numerator_name,
        target.denominator_name,
        definition.text if definition else "",
        definition.counts if definition else "",
        definition.excludes if definition else "",
        pace_words(facts.frame.paces.get(target.pk)),
        target.open_question,
    ]
    for words in said:
        yield text(words, "wrapped")
    yield figure(definition.version if definition else None)
