"""One row a target: what was promised, where it stands, how complete the figure is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from progress_app.enums import Stage
from reports_app.queries.exports import WorkbookFacts
from reports_app.queries.standing import Standing
from reports_app.workbook.cells import Cell, figure, light, percent, text
from reports_app.workbook.columns import Column, integer, number
from reports_app.workbook.sheet import A3
from reports_app.workbook.tables import Table
from reports_app.workbook.words import pace_words
from targets_app.enums import TargetKind


def targets_table(facts: WorkbookFacts) -> Table:
    """Return every target of the plan in its order, at the federation."""
    return Table(
        name="targets",
        title=_("指标"),
        columns=_columns(),
        rows=lambda: (_row(facts, standing) for standing in facts.standings),
        frozen_columns=2,
        pages_wide=2,
        paper=A3,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("编号"), 3, "target_code"),
        Column(_("指标名称"), 12, "target_name"),
        Column(_("任务领域"), 8, "area"),
        Column(_("任务"), 8, "task"),
        Column(_("举措原文"), 26, "measure"),
        Column(_("类型"), 4, "kind"),
        Column(_("力度"), 3, "strength"),
        Column(_("比较"), 3, "comparator"),
        number(_("目标值"), 5, "amount"),
        Column(_("单位"), 3, "unit"),
        number(_("累计数"), 5, "quantity"),
        number(_("分子"), 5, "numerator"),
        number(_("分母"), 5, "denominator"),
        number(_("比率"), 4, "rate"),
        number(_("完成率"), 5, "achieved"),
        number(_("应达进度"), 4, "expected"),
        Column(_("时序曲线"), 8, "pace"),
        Column(_("状态"), 6, "light"),
        *(integer(str(stage.label), 3, stage.value) for stage in Stage),
        integer(_("无此项"), 3, "not_applicable"),
        integer(_("应报单位"), 3, "units_expected"),
        integer(_("已报单位"), 3, "units_reported"),
        integer(_("沿用旧数单位"), 3, "units_stale"),
        integer(_("缺报时沿用期数"), 4, "carry_forward_periods"),
        integer(_("待审项"), 3, "awaiting_review"),
        integer(_("最近入账序号"), 4, "last_sequence"),
    )


def _row(facts: WorkbookFacts, standing: Standing) -> Iterator[Cell]:
    target, measure = standing.target, standing.target.measure
    yield text(target.code)
    yield text(target.name, "wrapped")
    yield text(measure.task.area.title, "wrapped")
    yield text(measure.task.title, "wrapped")
    yield text(measure.text, "wrapped")
    yield text(target.get_kind_display())
    yield text(target.get_strength_display())
    yield text(target.get_comparator_display() if target.is_numeric else "")
    yield figure(target.amount, places=target.decimal_places)
    yield text(target.get_unit_display() if target.is_numeric else "")
    yield from _figures(standing)
    yield percent(standing.achieved, limit=standing.deciding_share)
    yield percent(standing.expected if target.is_numeric else None)
    yield text(pace_words(facts.frame.paces.get(target.pk)), "wrapped")
    note = _("（力争）") if target.is_aspirational else ""
    yield light(standing.light, note)
    yield from _stages(standing)
    yield figure(standing.coverage.expected)
    yield figure(standing.coverage.reported)
    yield figure(standing.stale)
    yield figure(target.carry_forward_periods)
    yield figure(facts.awaiting.get(target.pk, 0))
    yield figure(standing.position.last_sequence)


def _figures(standing: Standing) -> Iterator[Cell]:
    """Yield quantity, numerator, denominator and rate: what the kind has of them."""
    target, position = standing.target, standing.position
    is_stale = bool(standing.stale)
    for known in (position.quantity, position.numerator, position.denominator):
        yield figure(known, places=target.decimal_places, is_stale=is_stale)
    yield percent(standing.level, limit=standing.deciding_level, is_stale=is_stale)


def _stages(standing: Standing) -> Iterator[Cell]:
    """Yield how many unions are at each stage, and how many have no such thing."""
    is_milestone = standing.target.kind == TargetKind.MILESTONE
    for stage in Stage:
        count = getattr(standing.position, stage.value)
        yield figure(count if is_milestone else None)
    yield figure(standing.position.not_applicable if is_milestone else None)
