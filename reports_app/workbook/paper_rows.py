"""The long sheets of a working paper: items with their trace, and every finding ever."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from progress_app.enums import Stage
from reports_app.enums import Outcome
from reports_app.queries.papers import PaperFacts, PaperRow
from reports_app.workbook.cells import Cell, figure, moment, text
from reports_app.workbook.columns import Column
from reports_app.workbook.sample_words import stratum_name
from reports_app.workbook.sheet import Sheet


def write_items(book: Workbook, facts: PaperFacts) -> None:
    """Write one row an item, in the order they were drawn."""
    sheet = Sheet(
        book,
        title=_("样本明细"),
        stamp=facts.stamp,
        columns=_columns(),
        frozen_columns=2,
        pages_wide=2,
    )
    for row in facts.rows:
        sheet.row(_row(row))
    sheet.close()


def _columns() -> list[Column]:
    return [
        Column(_("样本号"), 3),
        Column(_("入账号"), 4),
        Column(_("层"), 14),
        Column(_("单位"), 7),
        Column(_("指标编号"), 4),
        Column(_("指标名称"), 14),
        Column(_("报送期"), 6),
        Column(_("本期数"), 6),
        Column(_("分子"), 5),
        Column(_("分母"), 5),
        Column(_("阶段"), 4),
        Column(_("更正序号"), 4),
        Column(_("入账时间（北京时间）"), 9),
        Column(_("填报人"), 8),
        Column(_("审核人"), 8),
        Column(_("佐证材料与 SHA-256"), 32),
        Column(_("入账哈希"), 32),
        Column(_("抽样哈希"), 32),
        Column(_("结论"), 4),
        Column(_("核减数"), 6),
        Column(_("核查情况"), 20),
        Column(_("依据"), 12),
        Column(_("核查人"), 8),
        Column(_("核查时间（北京时间）"), 9),
    ]


def _row(row: PaperRow) -> Iterator[Cell]:
    item, posting = row.item, row.item.posting
    places = posting.target.decimal_places
    correction = getattr(posting, "correction", None)
    yield figure(item.position)
    yield figure(posting.sequence)
    yield text(stratum_name(item.stratum), "wrapped")
    yield text(posting.union.short_name)
    yield text(posting.target.code)
    yield text(posting.target.name, "wrapped")
    yield text(posting.period)
    for number in (posting.quantity, posting.numerator, posting.denominator):
        yield figure(number, places=places)
    yield text(Stage(posting.stage).label if posting.stage else "")
    yield figure(posting.supersedes_id)
    yield moment(posting.recorded_at)
    yield text(
        (correction.proposed_by if correction else posting.entry.submitted_by) or ""
    )
    yield text(posting.review.reviewer)
    files = "; ".join(f"{file.name} {file.sha256}" for file in row.files)
    yield text(files or _("没有佐证材料"), "wrapped")
    yield text(posting.link)
    yield text(item.draw_key)
    yield from _finding(row, places)


def _finding(row: PaperRow, places: int) -> Iterator[Cell]:
    found = row.finding
    yield text(found.get_outcome_display() if found else Outcome.PENDING.label)
    yield figure(found.reduction if found else None, places=places)
    yield text(found.note if found else "", "wrapped")
    yield text(found.reference if found else "", "wrapped")
    yield text(found.found_by if found else "")
    yield moment(found.found_at if found else None)


def write_history(book: Workbook, facts: PaperFacts) -> None:
    """Write every finding ever written, also those that others took the place of."""
    sheet = Sheet(
        book,
        title=_("结论经过"),
        stamp=facts.stamp,
        columns=[
            Column(_("样本号"), 3),
            Column(_("入账号"), 4),
            Column(_("第几次"), 3),
            Column(_("结论"), 4),
            Column(_("核减数"), 6),
            Column(_("核查情况"), 26),
            Column(_("依据"), 14),
            Column(_("核查人"), 8),
            Column(_("核查时间（北京时间）"), 9),
        ],
        frozen_columns=2,
    )
    for found in facts.history:
        sheet.row(
            [
                figure(found.item.position),
                figure(found.item.posting_id),
                figure(found.version),
                text(found.get_outcome_display()),
                figure(found.reduction),
                text(found.note, "wrapped"),
                text(found.reference, "wrapped"),
                text(found.found_by),
                moment(found.found_at),
            ]
        )
    sheet.close()
