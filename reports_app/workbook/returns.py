"""Who handed in what, and whether in time."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports_app.enums import Timeliness
from reports_app.models import Export
from reports_app.queries.export_returns import return_rows
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import local
from reports_app.workbook.columns import Column, integer, moment
from reports_app.workbook.tables import LongTable
from unionplan.lib.spreadsheets.rows import Line


def returns_table(facts: WorkbookFacts, *, export: Export) -> LongTable:
    """Return one row a return: a union and a period."""
    return LongTable(
        name="returns",
        title=_("报送情况"),
        columns=_columns(),
        count=facts.returns.count(),
        lines=lambda: _lines(facts, export),
        frozen_columns=2,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("单位"), 9, "union"),
        Column(_("报送期"), 6, "period"),
        Column(_("同组"), 6, "peer_group"),
        Column(_("开放填报日"), 6, "opens_on"),
        Column(_("报送截止日"), 6, "due_on"),
        moment(_("首次提交时间（北京时间）"), 9, "first_submitted_at"),
        Column(_("是否按时"), 5, "timeliness"),
        integer(_("迟报天数"), 4, "days_late"),
        integer(_("应报项数"), 4, "owed"),
        integer(_("已入账项数"), 5, "accepted"),
    )


def _lines(facts: WorkbookFacts, export: Export) -> Iterator[Line]:
    words = {one: str(one.label) for one in Timeliness}
    for row in return_rows(export=export, owed=facts.returns):
        yield (
            0,
            (
                row.union.short_name,
                str(row.period),
                str(row.union.get_peer_group_display()) or None,
                row.period.opens_on.isoformat(),
                row.period.due_on.isoformat(),
                local(row.first_submitted_at),
                words[row.timeliness],
                row.days_late,
                row.owed,
                row.accepted,
            ),
        )
