"""The league as a publication freezes it: ranks and scores, not what they are made of."""

from typing import Any

from progress_app.queries.as_of import AsOf
from reports_app.queries.league import ApartRow, GroupLeague, LeagueRow, league_of
from reports_app.rules.frozen import text_of
from tasks_app.models import Plan
from unions_app.models import Union

Data = dict[str, Any]


def frozen_league(*, plan: Plan, as_of: AsOf) -> Data | None:
    """Return the latest quarter's league at a moment as texts; None before one is due.

    Groups without a member are left out. Cost: as ``league_of``.
    """
    league = league_of(plan=plan, as_of=as_of)
    if league.quarter is None:
        return None
    return {
        "quarter": str(league.quarter.number),
        "formula": league.terms.formula.value,
        "cap_percent": str(league.terms.cap_percent),
        "groups": [_group(one) for one in league.groups if one.coverage.expected],
    }


def _group(group: GroupLeague) -> Data:
    return {
        "group": group.group.value,
        "ranks": [_rank(row) for row in group.rows],
        "apart": [_apart(row) for row in group.apart],
    }


def frozen_union(union: Union) -> Data:
    """Return a union as texts."""
    return {"id": str(union.pk), "name": union.short_name}


def _rank(row: LeagueRow) -> Data:
    return {
        "union": frozen_union(row.union),
        "rank": str(row.rank),
        "tied": str(row.tied),
        "score": text_of(row.score),
        "most": text_of(row.most),
        "counted": str(len(row.parts)),
        "on_pace": str(row.on_pace),
        "over": str(row.over),
        "lowest": str(row.lowest),
        "highest": str(row.highest),
    }


def _apart(row: ApartRow) -> Data:
    return {
        "union": frozen_union(row.union),
        "reason": row.reason.value,
        "awaited": str(len(row.awaited)),
    }
