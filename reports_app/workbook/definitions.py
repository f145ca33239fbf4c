"""How each target is counted, at what pace, and what is still open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.columns import Column, integer
from reports_app.workbook.sheet import A3
from reports_app.workbook.tables import Table
from reports_app.workbook.words import pace_words
from targets_app.models import Target


def definitions_table(facts: WorkbookFacts) -> Table:
    """Return one row a target with the definition and the pace in force."""
    return Table(
        name="definitions",
        title=_("口径"),
        columns=_columns(),
        rows=lambda: (_row(facts, target) for target in facts.frame.targets),
        frozen_columns=2,
        paper=A3,
    )


def _columns() -> list[Column]:
    return [
        Column(_("编号"), 3, "target_code"),
        Column(_("指标名称"), 12, "target_name"),
        Column(_("原文摘引"), 18, "quote"),
        Column(_("牵头部门"), 9, "lead_department"),
        Column(_("填报主体"), 9, "source"),
        Column(_("分子"), 9, "numerator_name"),
        Column(_("分母"), 9, "denominator_name"),
        Column(_("口径"), 22, "definition"),
        Column(_("计入"), 14, "counts"),
        Column(_("不计入"), 14, "excludes"),
        Column(_("时序曲线"), 10, "pace"),
        Column(_("口径待确认"), 20, "open_question"),
        integer(_("口径版本"), 3, "definition_version"),
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
