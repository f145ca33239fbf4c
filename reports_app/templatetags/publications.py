"""How publications are named: numbers, stamps, and what differs from them."""

from django import template
from django.utils.translation import gettext

from progress_app.enums import Light, Stage
from reports_app.models import Publication
from reports_app.rules import stamps
from reports_app.rules.deviations import Deviation
from reports_app.rules.frozen import fraction_of
from unionplan.lib import numbers

register = template.Library()

UNKNOWN = "—"
SHARES = frozenset({"expected", "achieved", "level"})


@register.filter
def issue(publication: Publication) -> str:
    """Return the number as it is cited: 2024年第3期; 草稿 for a draft."""
    if publication.number is None:
        return gettext("草稿")
    return gettext("%(year)d年第%(number)d期") % {
        "year": publication.year,
        "number": publication.number,
    }


@register.filter
def spelled(stamp: str | None) -> str:
    """Return a stamp in groups of four."""
    return stamps.spelled(stamp or "")


@register.filter
def figure_name(deviation: Deviation) -> str:
    """Return what a frozen figure is called."""
    names = {
        "quantity": gettext("累计数"),
        "numerator": gettext("分子"),
        "denominator": gettext("分母"),
        "not_started": gettext("未启动的单位"),
        "under_way": gettext("推进中的单位"),
        "done": gettext("已完成的单位"),
        "blocked": gettext("受阻的单位"),
        "not_applicable": gettext("没有此项的单位"),
        "quota": gettext("分解任务数"),
        "units_expected": gettext("应报单位"),
        "units_reported": gettext("已报单位"),
        "units_stale": gettext("沿用旧数的单位"),
        "last_sequence": gettext("最近入账序号"),
        "goal": gettext("目标值"),
        "expected": gettext("应达进度"),
        "achieved": gettext("完成率"),
        "level": gettext("比率"),
        "light": gettext("状态"),
        "stage": gettext("阶段"),
        "shortfall": gettext("还差"),
        "coverage": gettext("覆盖"),
        "open_coverage": gettext("报送中那一期的覆盖"),
        "stale": gettext("衡量时沿用旧数的单位"),
    }
    return names.get(deviation.name, deviation.name)


@register.simple_tag
def frozen_text(name: str, text: str | None) -> str:
    """Show a frozen figure as it is read; — for nothing known."""
    if text is None:
        return UNKNOWN
    if name in SHARES and (share := fraction_of(text)) is not None:
        return numbers.percent_text(share)
    if name == "light":
        return str(Light(text).label)
    return str(Stage(text).label) if name == "stage" else text
