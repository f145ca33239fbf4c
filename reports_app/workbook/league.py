"""The league of the latest quarter that is due: ranks, and who is listed apart."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports_app.queries.exports import WorkbookFacts
from reports_app.queries.league import ApartRow, GroupLeague, LeagueRow
from reports_app.rules.league_points import PLACES, shown_total
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.columns import Column, integer, number
from reports_app.workbook.tables import Table


def league_table(facts: WorkbookFacts) -> Table:
    """Return one row a union, by peer group and rank; those apart have none."""
    return Table(
        name="league",
        title=_("赛马比拼"),
        columns=_columns(),
        rows=lambda: _rows(facts),
        frozen_columns=2,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("同组"), 7, "peer_group"),
        Column(_("单位"), 9, "union"),
        Column(_("季度"), 6, "quarter"),
        integer(_("名次"), 3, "rank"),
        integer(_("并列单位"), 4, "tied"),
        number(_("得分"), 4, "points"),
        integer(_("达到应达进度指标"), 5, "on_pace"),
        integer(_("超额指标"), 4, "over"),
        integer(_("另两种算法最好名次"), 6, "best_other_rank"),
        integer(_("另两种算法最差名次"), 6, "worst_other_rank"),
        Column(_("单列原因"), 10, "apart"),
        Column(_("尚缺指标"), 14, "awaited"),
    )


def _rows(facts: WorkbookFacts) -> Iterator[list[Cell]]:
    league = facts.league
    if league.quarter is None:
        return
    quarter = _("%(year)d年第%(number)d季度") % {
        "year": facts.stamp.year,
        "number": league.quarter.number,
    }
    for group in league.groups:
        yield from _group(facts, group, quarter)


def _group(
    facts: WorkbookFacts, group: GroupLeague, quarter: str
) -> Iterator[list[Cell]]:
    for row in (*group.rows, *group.apart):
        if facts.choices.has_union(row.union.pk):
            head = [group.group.label, row.union.short_name, quarter]
            told = _ranked(row) if isinstance(row, LeagueRow) else _apart(row)
            yield [*map(text, head), *told]


def _ranked(row: LeagueRow) -> list[Cell]:
    points = shown_total(row.score, most=row.most)
    return [
        figure(row.rank),
        figure(row.tied),
        figure(points, places=PLACES),
        figure(row.on_pace),
        figure(row.over),
        figure(row.lowest),
        figure(row.highest),
        text(""),
        text(""),
    ]


def _apart(row: ApartRow) -> list[Cell]:
    awaited = _("、").join(target.code for target in row.awaited)
    blanks = [Cell(None, "number") for _place in range(7)]
    return [*blanks, text(row.reason.label), text(awaited, "wrapped")]
