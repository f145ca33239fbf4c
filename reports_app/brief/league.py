"""A frozen league in a brief's words."""

from typing import Any

from django.utils.translation import gettext as _

from reports_app.enums import Apart, QuarterName
from reports_app.queries.thawing_league import FrozenGroup, FrozenLeague, FrozenRank
from reports_app.rules.league_points import range_text, score_text


def league_content(league: FrozenLeague | None) -> dict[str, Any]:
    """Return what a template can show of a league; no groups where none was due."""
    if league is None:
        return {"quarter": "", "formula": "", "cap_percent": "", "groups": []}
    return {
        "quarter": str(QuarterName(league.quarter).label),
        "formula": str(league.formula.label),
        "cap_percent": str(league.cap_percent),
        "groups": [_group(group) for group in league.groups],
    }


def _group(group: FrozenGroup) -> dict[str, Any]:
    return {
        "title": str(group.group.label),
        "rows": [_rank(row) for row in group.ranks],
        "apart": _apart(group),
    }


def _rank(row: FrozenRank) -> dict[str, str]:
    return {
        "rank": str(row.rank) + (_("（并列）") if row.tied else ""),
        "union": str(row.union),
        "score": score_text(row.score, most=row.most),
        "range": range_text(row.lowest, row.highest),
        "on_pace": f"{row.on_pace}/{row.counted}",
        "over": str(row.over),
    }


def _apart(group: FrozenGroup) -> str:
    """Return who is listed apart and why, in one sentence; "" for nobody."""
    told = []
    for reason in Apart:
        unions = [str(row.union) for row in group.apart if row.reason == reason]
        if unions:
            told.append(
                _("%(reason)s：%(unions)s")
                % {"reason": reason.label, "unions": "、".join(unions)}
            )
    return "；".join(told)
