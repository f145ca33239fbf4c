"""What a template can show: its names, and what each stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reports_app.brief import pictures, words
from reports_app.brief.league import league_content
from reports_app.queries.areas import AreaRows
from reports_app.queries.attention import Attention
from reports_app.queries.standing import Standing
from reports_app.queries.thawing import Thawed
from reports_app.rules.stamps import spelled
from unionplan.lib.dates import SHANGHAI
from unionplan.lib.numbers import grouped, percent_text

Placed = Callable[[bytes], Any]
"""Turns a picture into what the document takes for one."""


@dataclass(frozen=True, slots=True)
class BriefHead:
    """What a brief says of its publication; ``withdraws`` is "" or 2024年第1期."""

    year: int
    number: int
    title: str
    stamp: str
    published_at: datetime
    is_demonstration: bool
    withdraws: str = ""
    reason: str = ""


def _day(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日"


def _moment(at: datetime) -> str:
    return f"{_day(at)}{at.astimezone(SHANGHAI):%H:%M}"


def brief_content(head: BriefHead, told: Thawed, placed: Placed) -> dict[str, Any]:
    """Return everything that a template can show, by name. Texts, lists, pictures."""
    demonstration = _("演示数据：单位、人员和数字均为演示，不代表真实进展")
    withdrawal = _("本期代替%(issue)s。原因：%(reason)s") % {
        "issue": head.withdraws,
        "reason": head.reason,
    }
    return {
        "federation": told.federation,
        "plan": told.plan_title,
        "year": str(head.year),
        "number": str(head.number),
        "title": head.title,
        "published_on": _day(head.published_at),
        "demonstration": demonstration if head.is_demonstration else "",
        "withdrawal": withdrawal if head.withdraws else "",
        "moment": _moment(told.at),
        "sequence": grouped(told.sequence),
        "period": told.display or words.UNKNOWN,
        "checkpoint": told.checkpoint or words.UNKNOWN,
        "awaiting": grouped(told.awaiting),
        "handed_in": [
            {
                "period": period,
                "reported": str(coverage.reported),
                "expected": str(coverage.expected),
            }
            for period, coverage in told.handed_in.items()
        ],
        "summary": words.count_words(told.counts),
        "areas": [_area(area, placed) for area in told.areas],
        "watched": [_watched(found, told, placed) for found in told.watched],
        "stuck": [_stuck(found) for found in told.stuck],
        "league": league_content(told.league),
        "behind_percent": grouped(told.behind_percent),
        "stamp": spelled(head.stamp),
        "address": f"/v/{head.stamp}/",
        "link": told.link,
    }


def _row(row: Standing) -> dict[str, str]:
    return {
        "name": row.target.name,
        "code": row.target.code,
        "light": words.light_words(row),
        "done": words.figure_words(row),
        "goal": words.goal_words(row),
        "share": words.share_words(row),
        "expected": percent_text(row.expected),
        "coverage": f"{row.coverage.reported}/{row.coverage.expected}",
        "lead": str(row.target.lead_department),
    }


def _area(area: AreaRows, placed: Placed) -> dict[str, Any]:
    rows = [row for task in area.tasks for row in task.rows]
    numeric = [row for row in rows if row.target.is_numeric]
    milestones = [row for row in rows if not row.target.is_numeric]
    return {
        "number": "一二三四五六七八九十"[(area.area.position - 1) % 10],
        "title": area.area.title,
        "summary": words.count_words(area.counts),
        "rows": [
            {"number": str(place), **_row(row)} for place, row in enumerate(numeric, 1)
        ],
        "milestones": [
            {"number": str(place), **_row(row)}
            for place, row in enumerate(milestones, 1)
        ],
        "chart": (
            placed(pictures.bars([(row.achieved, row.expected) for row in numeric]))
            if numeric
            else ""
        ),
    }


def _watched(found: Attention, told: Thawed, placed: Placed) -> dict[str, Any]:
    months = told.months[found.standing.target.pk]
    return {
        **_row(found.standing),
        "short": words.short_words(found.standing),
        "causes": words.cause_words(found),
        "chart": placed(
            pictures.curve([(m.month, m.achieved, m.expected) for m in months])
        ),
    }


def _stuck(found: Attention) -> dict[str, str]:
    return {**_row(found.standing), "causes": words.cause_words(found)}
