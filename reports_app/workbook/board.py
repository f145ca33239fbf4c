"""The 123510 board: which targets carry which item, and how they stand."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from reports_app.queries.exports import WorkbookFacts
from reports_app.queries.framework import BoardPillar
from reports_app.queries.standing import Standing
from reports_app.workbook.cells import Cell, figure, light, percent, text
from reports_app.workbook.columns import Column, integer, number
from reports_app.workbook.tables import Table


def board_table(facts: WorkbookFacts) -> Table:
    """Return one row an item and target; an item without one has a row of its own."""
    return Table(
        name="board",
        title=_("123510看板"),
        columns=_columns(),
        rows=lambda: _rows(facts.board),
        frozen_columns=3,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("框架"), 3, "pillar"),
        Column(_("框架原文"), 22, "pillar_text"),
        integer(_("序位"), 3, "place"),
        Column(_("事项"), 16, "item"),
        Column(_("指标编号"), 5, "target_code"),
        Column(_("指标名称"), 14, "target_name"),
        number(_("完成率"), 5, "achieved"),
        Column(_("状态"), 6, "light"),
    )


def _rows(board: Iterable[BoardPillar]) -> Iterator[list[Cell]]:
    for pillar in board:
        head = [text(pillar.number, "word"), text(pillar.text, "wrapped")]
        if not pillar.listed and not pillar.unlisted:
            yield [*head, figure(None), *_silent("")]
        for place, item in enumerate(pillar.listed, 1):
            told = [*head, figure(place)]
            if not item.rows:
                yield [*told, *_silent(item.name)]
            for row in item.rows:
                yield [*told, text(item.name, "wrapped"), *_standing(row)]
        for place in pillar.unlisted:
            yield [*head, figure(place), *_silent(_("未列明"))]


def _silent(name: str) -> list[Cell]:
    return [
        text(name, "wrapped"),
        *(text("") for _place in range(2)),
        Cell(None, "number"),
        text(""),
    ]


def _standing(row: Standing) -> list[Cell]:
    return [
        text(row.target.code),
        text(row.target.name, "wrapped"),
        percent(row.achieved, limit=row.deciding_share),
        light(row.light, _("（力争）") if row.target.is_aspirational else ""),
    ]
