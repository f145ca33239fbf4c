"""Targets down, unions across: the same cumulative figures, union by union."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from progress_app.enums import Light, Stage
from progress_app.rules.rollup import Position
from reports_app.queries.exports import WorkbookFacts
from reports_app.queries.standing import standing
from reports_app.rules.standings import level
from reports_app.workbook.cells import SHAPES, Cell, figure, percent, text
from reports_app.workbook.columns import Column
from reports_app.workbook.sheet import A3
from reports_app.workbook.styles import colour_words
from reports_app.workbook.tables import Table, write_table
from targets_app.enums import TargetKind
from targets_app.models import Target
from unions_app.enums import UnionKind
from unions_app.models import Union

QUANTITY, NUMERATOR, DENOMINATOR, RATE, STAGE, SHARE, LIGHT = (
    "quantity",
    "numerator",
    "denominator",
    "rate",
    "stage",
    "share",
    "light",
)
ROWS_OF_KIND = {
    TargetKind.FLOW: (QUANTITY, SHARE, LIGHT),
    TargetKind.STOCK: (QUANTITY, SHARE, LIGHT),
    TargetKind.RATIO: (NUMERATOR, DENOMINATOR, RATE, SHARE, LIGHT),
    TargetKind.MILESTONE: (STAGE,),
}
BLANK = Cell(None, "number")
HEADS = 4
"""How many columns stand before those of the unions."""


def matrix_table(facts: WorkbookFacts) -> Table:
    """Return one row a figure and one column a union, with how each stands.

    The federation's column comes first: it is the sum over the others.
    """
    unions = told_unions(facts)
    return Table(
        name="matrix",
        title=_("指标×单位"),
        columns=[
            Column(_("编号"), 3),
            Column(_("指标名称"), 12),
            Column(_("单位"), 3),
            Column(_("数据"), 3),
            *(Column(_column_head(union), 5) for union in unions),
        ],
        rows=lambda: (
            _row(facts, target, row, unions)
            for target in facts.frame.targets
            for row in ROWS_OF_KIND[TargetKind(target.kind)]
        ),
        frozen_columns=HEADS,
        pages_wide=3,
        paper=A3,
    )


def write_matrix(book: Workbook, facts: WorkbookFacts) -> None:
    """Write the matrix, its words coloured by what they say."""
    table = matrix_table(facts)
    sheet = write_table(book, facts.stamp, table)
    colour_words(sheet.inner, first=f"{get_column_letter(HEADS + 1)}3", last=sheet.end)
    sheet.close()


def told_unions(facts: WorkbookFacts) -> list[Union]:
    """Return the unions with any position, in official order, the federation first."""
    told = {union_id for _target, union_id, _period in facts.positions}
    city = facts.frame.federation.pk
    return [
        union
        for pk, union in facts.frame.unions.items()
        if pk in told and (pk == city or facts.choices.has_union(pk))
    ]


def _column_head(union: Union) -> str:
    is_city = union.kind == UnionKind.MUNICIPAL
    return _("全市合计") if is_city else union.short_name


def _row(
    facts: WorkbookFacts, target: Target, row: str, unions: Iterable[Union]
) -> Iterator[Cell]:
    yield text(target.code)
    yield text(target.name, "wrapped")
    unit = target.get_unit_display() if row in (QUANTITY, RATE) else ""
    yield text(unit)
    yield text(_label(row))
    for union in unions:
        yield _cell(facts, target, row, union)


def _label(row: str) -> str:
    return {
        QUANTITY: _("累计数"),
        NUMERATOR: _("分子"),
        DENOMINATOR: _("分母"),
        RATE: _("比率"),
        STAGE: _("阶段"),
        SHARE: _("完成率"),
        LIGHT: _("状态"),
    }[row]


def _cell(facts: WorkbookFacts, target: Target, row: str, union: Union) -> Cell:
    position = facts.position_of(target.pk, union.pk)
    if position is None:
        return BLANK
    if row == STAGE:
        return _stage_cell(position)
    if row in (SHARE, LIGHT):
        return _standing_cell(facts, target, row, union)
    is_stale = facts.is_carried_on(target.pk, union.pk)
    if row == RATE:
        cell = percent(level(position), is_stale=is_stale)
    else:
        number, places = getattr(position, row), target.decimal_places
        cell = figure(number, places=places, is_stale=is_stale)
    return cell if cell.value is not None else _silent_cell(position)


def _standing_cell(
    facts: WorkbookFacts, target: Target, row: str, union: Union
) -> Cell:
    """Say how a union stands against its own share; blank where it has none."""
    told = standing(
        frame=facts.frame, target=target, union=union, positions=facts.positions
    )
    if told.light == Light.NO_QUOTA:
        return BLANK
    if row == SHARE:
        return percent(told.achieved, limit=told.deciding_share)
    return text(f"{SHAPES[told.light]} {told.light.label}", "word")


def _stage_cell(position: Position) -> Cell:
    """Say the stage of a union, or how many of those below a node are done."""
    counts = {stage: getattr(position, stage.value) for stage in Stage}
    told = sum(counts.values())
    if position.units_expected > 1:
        done = {"done": counts[Stage.DONE], "expected": position.units_expected}
        return text(_("完成%(done)d/%(expected)d") % done, "word")
    if not told:
        return _silent_cell(position)
    return text(next(stage for stage in Stage if counts[stage]).label, "word")


def _silent_cell(position: Position) -> Cell:
    """Tell no such thing, owed and not known, and never owed from one another."""
    if position.not_applicable and position.units_expected <= 1:
        return text(_("无此项"), "quiet")
    return text(_("未报"), "quiet") if position.units_expected else BLANK
