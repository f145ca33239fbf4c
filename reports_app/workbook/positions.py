"""The same figures as the matrix, one row a target and union: for files of values."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from progress_app.enums import Stage
from reports_app.queries.exports import WorkbookFacts
from reports_app.queries.standing import Standing, standing
from reports_app.workbook.cells import Cell, figure, light, percent, text
from reports_app.workbook.columns import Column, integer, number
from reports_app.workbook.matrix import told_unions
from reports_app.workbook.tables import Table


def positions_table(facts: WorkbookFacts) -> Table:
    """Return every position told, in the order of targets and unions."""
    return Table(
        name="positions",
        title=_("指标×单位"),
        columns=_columns(),
        rows=lambda: _rows(facts),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("指标编号"), 4, "target_code"),
        Column(_("指标名称"), 12, "target_name"),
        Column(_("单位"), 7, "union"),
        number(_("分解任务数"), 5, "quota"),
        number(_("累计数"), 5, "quantity"),
        number(_("分子"), 5, "numerator"),
        number(_("分母"), 5, "denominator"),
        number(_("比率"), 4, "rate"),
        number(_("完成率"), 5, "achieved"),
        Column(_("状态"), 6, "light"),
        *(integer(str(stage.label), 3, stage.value) for stage in Stage),
        integer(_("无此项"), 3, "not_applicable"),
        integer(_("应报单位"), 3, "units_expected"),
        integer(_("已报单位"), 3, "units_reported"),
        integer(_("最近入账序号"), 4, "last_sequence"),
    )


def _rows(facts: WorkbookFacts) -> Iterator[Iterator[Cell]]:
    unions = told_unions(facts)
    for target in facts.frame.targets:
        for union in unions:
            if facts.position_of(target.pk, union.pk) is not None:
                yield _row(
                    standing(
                        frame=facts.frame,
                        target=target,
                        union=union,
                        positions=facts.positions,
                    )
                )


def _row(told: Standing) -> Iterator[Cell]:
    position = told.position
    yield text(told.target.code)
    yield text(told.target.name)
    yield text(told.union.short_name)
    for value in (
        position.quota,
        position.quantity,
        position.numerator,
        position.denominator,
    ):
        yield figure(value)
    yield percent(told.level)
    yield percent(told.achieved)
    yield light(told.light)
    for stage in Stage:
        count = getattr(position, stage.value)
        yield figure(None if told.target.is_numeric else count)
    yield figure(position.not_applicable)
    yield figure(position.units_expected)
    yield figure(position.units_reported)
    yield figure(position.last_sequence)
