"""The working paper (工作底稿) of a sample, to be filed and printed on A4."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reports_app.queries.papers import PaperFacts
from reports_app.workbook.cells import Cell, figure, moment, percent, text
from reports_app.workbook.columns import Column
from reports_app.workbook.paper_rows import write_history, write_items
from reports_app.workbook.rate_words import interval_words
from reports_app.workbook.sample_words import (
    method_words,
    outcome_counts,
    reproduced_words,
    scope_words,
    strata_words,
    stratum_name,
)
from reports_app.workbook.saving import save_book
from reports_app.workbook.sheet import Sheet, append, set_up_printing
from reports_app.workbook.styles import add_styles

WIDTHS = (26, 108)


@dataclass(frozen=True, slots=True)
class Paper:
    """A written file and its hash."""

    content: BytesIO
    sha256: str


def paper_name(facts: PaperFacts) -> str:
    """Return the name under which the paper is downloaded."""
    name = _("抽样工作底稿_第%(number)d号_截至序号%(sequence)d") % {
        "number": facts.sample.pk,
        "sequence": facts.sample.as_of_sequence,
    }
    mark = "_" + _("演示数据") if facts.sample.is_demonstration else ""
    return f"{name}{mark}.xlsx"


def written_paper(facts: PaperFacts) -> Paper:
    """Write a sample's paper in the active language: every item with its trace."""
    book = Workbook(write_only=True)
    add_styles(book)
    book.properties.title = facts.sample.title
    book.properties.creator = _("工会工作计划平台")
    _write_cover(book, facts)
    _write_strata(book, facts)
    _write_amounts(book, facts)
    write_items(book, facts)
    write_history(book, facts)
    content = BytesIO()
    save_book(book, to=content, at=facts.changed_at)
    content.seek(0)
    return Paper(content, hashlib.sha256(content.getvalue()).hexdigest())


def _write_cover(book: Workbook, facts: PaperFacts) -> None:
    sheet = book.create_sheet(_("封面"))
    for letter, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    set_up_printing(sheet, facts.stamp, pages_wide=1)
    rows = [[text(_("抽样工作底稿"), "title")]]
    if facts.sample.is_demonstration:
        warning = _("演示数据：单位、人员和数字均为演示，不代表真实进展。")
        rows.append([text(warning, "warning")])
    rows += [[text(label, "label"), cell] for label, cell in _cover(facts)]
    for number, cells in enumerate(rows, 1):
        append(sheet, number=number, cells=cells, widths=WIDTHS)
    sheet.close()


def _cover(facts: PaperFacts) -> Iterator[tuple[str, Cell]]:
    sample, results = facts.sample, facts.results
    yield _("名称"), text(sample.title, "answer")
    yield _("年度计划"), text(sample.plan.title, "answer")
    yield _("范围"), text(scope_words(sample), "answer")
    yield _("分层"), text(strata_words(sample), "answer")
    yield _("截至入账序号"), Cell(sample.as_of_sequence, "answer", "0")
    yield _("入账链哈希"), text(facts.stamp.link, "answer")
    yield _("种子"), text(sample.seed, "answer")
    yield _("抽样规则"), text(f"{sample.algorithm} · {method_words(sample)}", "answer")
    yield _("重抽核对"), text(reproduced_words(facts.is_reproduced), "answer")
    yield _("总体笔数"), Cell(sample.population, "answer", "#,##0")
    yield _("样本量"), Cell(sample.size, "answer", "#,##0")
    yield _("抽样人"), text(sample.drawn_by, "answer")
    yield _("抽样时间（北京时间）"), moment(sample.drawn_at, "answer")
    yield _("最近改动（北京时间）"), moment(facts.changed_at, "answer")
    yield _("核查进度"), text(outcome_counts(results), "answer")
    for label, words in interval_words(results):
        yield label, text(words, "answer")
    for label in (_("核查人签字"), _("复核人签字"), _("被查单位签章")):
        yield label, text("", "answer")


def _write_strata(book: Workbook, facts: PaperFacts) -> None:
    sheet = Sheet(
        book,
        title=_("分层"),
        stamp=facts.stamp,
        columns=[
            Column(_("层号"), 3),
            Column(_("层"), 24),
            Column(_("总体笔数"), 5),
            Column(_("抽取笔数"), 5),
            Column(_("已核查"), 4),
            Column(_("有误"), 4),
            Column(_("差错率"), 5),
        ],
        frozen_columns=1,
    )
    for row in facts.results.strata:
        sheet.row(
            [
                figure(row.stratum.position),
                text(stratum_name(row.stratum), "wrapped"),
                figure(row.stratum.population),
                figure(row.stratum.drawn),
                figure(row.layer.examined),
                figure(row.layer.wrong),
                percent(row.rate),
            ]
        )
    sheet.close()


def _write_amounts(book: Workbook, facts: PaperFacts) -> None:
    sheet = Sheet(
        book,
        title=_("核减汇总"),
        stamp=facts.stamp,
        columns=[
            Column(_("指标编号"), 4),
            Column(_("指标名称"), 16),
            Column(_("计量"), 8),
            Column(_("已核查的数"), 6),
            Column(_("核减数"), 6),
            Column(_("无佐证的数"), 6),
        ],
        frozen_columns=1,
    )
    for row in facts.results.amounts:
        places = row.target.decimal_places
        unit = row.target.numerator_name or row.target.get_unit_display()
        sheet.row(
            [
                text(row.target.code),
                text(row.target.name, "wrapped"),
                text(unit),
                figure(row.examined, places=places),
                figure(row.reduced, places=places),
                figure(row.unproven, places=places),
            ]
        )
    sheet.close()
