"""The cover: what this is, as of when, by whom, how complete, how it was computed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from progress_app.enums import Light
from reports_app.queries.exports import WorkbookFacts
from reports_app.rules.choices import FIGURES_VERSION, LAYOUT_VERSION
from reports_app.workbook.cells import SHAPES, STALE_MARK, Cell, moment, text
from reports_app.workbook.chosen_words import chosen_lines
from reports_app.workbook.columns import Column
from reports_app.workbook.sheet import append, set_up_printing, shanghai_text
from reports_app.workbook.tables import Table
from unionplan.lib.numbers import plain

Line = tuple[str, Cell]
WIDTHS = (24, 110)


def write_cover(book: Workbook, facts: WorkbookFacts) -> None:
    """Write the first sheet: a label and what it says on each row."""
    stamp = facts.stamp
    sheet = book.create_sheet(_("封面"))
    for letter, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    set_up_printing(sheet, stamp, pages_wide=1)
    heading = _("%(federation)s%(year)d年工作计划进展") % {
        "federation": stamp.federation,
        "year": stamp.year,
    }
    rows = [[text(heading, "title")]]
    if stamp.is_demonstration:
        warning = _("演示数据：单位、人员和数字均为演示，不代表真实进展。")
        rows.append([text(warning, "warning")])
    rows += [[text(label, "label"), cell] for label, cell in _lines(facts)]
    for number, cells in enumerate(rows, 1):
        append(sheet, number=number, cells=cells, widths=WIDTHS)
    sheet.close()


def cover_table(facts: WorkbookFacts) -> Table:
    """Return what the cover says, for files of values.

    Without the name of who asked for it: such a file is the same for everybody.
    """
    return Table(
        name="cover",
        title=_("封面"),
        columns=(Column(_("项目"), 12, "item"), Column(_("内容"), 55, "words")),
        rows=lambda: (
            [text(label), text(_said(cell))]
            for label, cell in _lines(facts)
            if label != _("申请人")
        ),
    )


def _said(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)


def _lines(facts: WorkbookFacts) -> Iterator[Line]:
    yield from _origin(facts)
    yield from _choices(facts)
    yield from _coverage(facts)
    yield from _formulas(facts)


def _answer(words: object) -> Cell:
    return text(words, "answer")


def _origin(facts: WorkbookFacts) -> Iterator[Line]:
    stamp, now = facts.stamp, facts.frame.now
    yield _("年度计划"), _answer(stamp.plan_title)
    yield _("截至时间（北京时间）"), moment(stamp.as_of_at, "answer")
    yield _("截至入账序号"), Cell(stamp.sequence, "answer", "0")
    yield (
        _("最近入账时间"),
        (
            moment(stamp.recorded_at, "answer")
            if stamp.recorded_at
            else _answer(_("尚无入账"))
        ),
    )
    yield _("入账链哈希"), _answer(stamp.link)
    yield _("申请人"), _answer(stamp.requested_by)
    yield _("核验编号"), _answer(stamp.code)
    yield (
        _("数字所属报送期"),
        _answer(now.display or _("尚无已开放的报送期")),
    )
    yield (
        _("进度比较截至"),
        _answer(now.checkpoint or _("尚无已到截止日的报送期")),
    )
    yield _("账实核对"), _answer(_reconciliation(facts))
    yield _("数字来源"), _answer(_("全部由截至上述序号的入账记录重算得出。"))
    yield _("核算规则版本"), _answer(FIGURES_VERSION)
    yield _("表式版本"), _answer(LAYOUT_VERSION)


def _choices(facts: WorkbookFacts) -> Iterator[Line]:
    for label, words in chosen_lines(facts.chosen_words):
        yield _("所选%(kind)s") % {"kind": label}, _answer(words)
    if facts.choices.unions or facts.choices.periods:
        yield (
            _("所选范围说明"),
            _answer(
                _(
                    "单位和报送期只筛选分单位的列和明细行；"
                    "全市数、覆盖和赛马比拼的名次始终按全部单位计算。"
                )
            ),
        )


def _reconciliation(facts: WorkbookFacts) -> str:
    """Say how the last comparison before the moment came out: it never changes."""
    last = facts.reconciliation
    if last is None:
        return _("截至时间之前尚未对账。")
    told = {
        "moment": shanghai_text(last.finished_at),
        "sequence": last.sequence,
        "cells": last.cells_compared,
        "count": last.difference_count,
    }
    if last.is_clean:
        words = _(
            "账实一致：%(moment)s 对账，截至序号 %(sequence)d，"
            "%(cells)d 个汇总数逐项重算，0 处差异。"
        )
    else:
        words = _("%(moment)s 对账，截至序号 %(sequence)d，有 %(count)d 处差异。")
    return words % told


def _coverage(facts: WorkbookFacts) -> Iterator[Line]:
    for period in facts.frame.telling_periods:
        expected, reported = facts.units_told(period.pk)
        words = _("%(reported)d/%(expected)d 个单位有入账") % {
            "reported": reported,
            "expected": expected,
        }
        yield _("%(period)s覆盖") % {"period": period}, _answer(words)
    waiting = _("%(count)d 项（截至时间）；待审的数不计入本表") % {
        "count": sum(facts.awaiting.values())
    }
    yield _("待审填报项"), _answer(waiting)
    yield _("入账记录"), _answer(_("%(count)d 条") % {"count": facts.posting_count})


def _formulas(facts: WorkbookFacts) -> Iterator[Line]:
    """Yield how each kind of figure was computed, in one sentence each."""
    told = [
        (_("累计量"), _("各期数相加，各单位数相加。")),
        (
            _("时点量"),
            _(
                "取各单位最近一期的数相加；缺报时在规定期数内沿用上次的数，"
                "沿用的数字后带“%(mark)s”。"
            )
            % {"mark": STALE_MARK},
        ),
        (
            _("比率"),
            _("各单位分子之和 ÷ 各单位分母之和；从不填报百分比，也不对百分比求平均。"),
        ),
        (_("推进事项"), _("按阶段计单位数，不折算为百分比。")),
        (
            _("完成率"),
            _("累计数 ÷ 目标值，比率为实际比率 ÷ 目标比率；不封顶，比较时不取整。"),
        ),
        (_("应达进度"), _("按各指标的时序曲线，取“进度比较截至”那一期的期末值。")),
        (_("状态"), _legend(facts)),
        (
            _("空白与“未报”"),
            _(
                "空白是不应填报或没有数，“未报”是应报而没有数，都不等于 0；0 是填报的数。"
            ),
        ),
    ]
    for label, words in told:
        yield label, _answer(words)


def _legend(facts: WorkbookFacts) -> str:
    """Return what each light means, with the plan's own threshold."""
    lights = {light.value: f"{SHAPES[light]} {light.label}" for light in Light}
    return _(
        "%(met)s：完成率达到100%%；%(on_pace)s：达到应达进度；"
        "%(behind)s：达到应达进度的%(percent)s%%；%(far_behind)s：低于此；"
        "%(not_due)s：未到应有进度的时候；%(not_reported)s：没有数；"
        "%(no_quota)s：没有分解任务数。"
    ) % (lights | {"percent": plain(facts.frame.plan.behind_percent)})
