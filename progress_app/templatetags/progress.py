"""Figures, shares and moments of the desks, told in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from progress_app.enums import FigureProblem, Presence, Stage
from progress_app.models.figures import ReportedFigure
from progress_app.queries.grid import Clock
from progress_app.queries.histories import Change
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import Figure
from targets_app.enums import PeriodState, TargetKind, Unit
from targets_app.models import Target
from unionplan.lib import numbers
from unionplan.lib.dates import local_date

register = template.Library()

ECHO_FROM = 10_000
"""From here on a figure is echoed in 万: a slip by 10⁴ is the likeliest gross error."""
COLUMN_NAMES = {
    "presence": _("填报情况"),
    "quantity": _("本期数"),
    "numerator": _("分子"),
    "denominator": _("分母"),
    "stage": _("进展阶段"),
    "reason": _("本期无此项的原因"),
    "note": _("说明"),
    "problems": _("存在问题"),
    "next_steps": _("下一步打算"),
}

DEEDS = {
    "submission.started": _("开始填报本期"),
    "entry.saved": _("填写保存"),
    "workbook.applied": _("上传填报表并写入"),
    "submission.submitted": _("提交审核"),
    "entry.endorsed": _("单位审核通过"),
    "entry.returned": _("审核退回"),
    "entry.accepted": _("审核通过并入账"),
    "exception.asked": _("申请补报"),
    "exception.granted": _("同意补报"),
    "exception.refused": _("未同意补报"),
    "correction.proposed": _("提出更正"),
    "correction.accepted": _("更正通过并入账"),
    "correction.refused": _("未同意更正"),
    "correction.withdrawn": _("撤回更正"),
    "evidence.attached": _("上传佐证材料"),
    "evidence.removed": _("移除佐证材料"),
}


@register.filter
def of(found: Mapping[int, Any], key: int) -> Any:
    """Look up what belongs to a row by its id; None where there is nothing."""
    return found.get(key)


@register.filter
def share(value: Fraction | None) -> str:
    """Show a share of a goal in percent; short of the goal never reads 100 %."""
    if value is None:
        return ""
    return numbers.percent_text(value, limit=Fraction(1))


@register.filter
def level(value: Fraction | None, target: Target) -> str:
    """Show a ratio's rate; short of the target's rate never reads as having met it."""
    if value is None:
        return ""
    limit = Fraction(target.amount) / 100 if target.amount else None
    return numbers.percent_text(value, limit=limit)


@register.filter
def echo(number: Decimal | None) -> str:
    """Echo a large figure in 万 and 亿; "" below ten thousand."""
    if number is None or abs(number) < ECHO_FROM:
        return ""
    return numbers.in_words(number)


@register.filter
def amount(number: Decimal | Fraction | None, target: Target) -> str:
    """Show a figure with the target's unit, a rate with its sign; "" for None.

    What a pace expects need not be a figure that can be reported: three quarters of 9
    are told as the 7 that reach them.
    """
    if number is None:
        return ""
    if isinstance(number, Fraction):
        if target.unit == Unit.PERCENT:
            return numbers.percent_text(number / 100)
        places = target.decimal_places
        number = Decimal(ceil(number * 10**places)).scaleb(-places)
    if target.unit == Unit.PERCENT:
        return f"{numbers.grouped(number)}%"
    return f"{numbers.grouped(number)} {target.get_unit_display()}"


@register.filter
def signed(number: Decimal | None) -> str:
    """Show a difference with its sign; "" for None."""
    if number is None:
        return ""
    if number == 0:
        return gettext("持平")
    return f"{'+' if number > 0 else '-'}{numbers.grouped(abs(number))}"


@register.filter
def missing(number: Decimal | None, target: Target) -> str:
    """Show how much more is needed; of a ratio, how much more of its numerator."""
    if number is None:
        return gettext("（无法计算）")
    if target.kind != TargetKind.RATIO:
        return amount(number, target)
    return gettext("%(name)s %(number)s") % {
        "name": target.numerator_name,
        "number": numbers.grouped(number),
    }


@register.filter
def figure(value: Figure | None, target: Target) -> str:
    """Show a reported figure of any kind in one line."""
    if value is None:
        return ""
    if value.presence != Presence.VALUE:
        return str(Presence(value.presence).label)
    if target.kind == TargetKind.MILESTONE:
        return str(Stage(value.stage).label) if value.stage else ""
    if target.kind != TargetKind.RATIO:
        return amount(value.quantity, target)
    counts = (value.numerator, value.denominator)
    return " / ".join(numbers.grouped(count) or "—" for count in counts)


@register.filter
def posted_figure(row: ReportedFigure, target: Target) -> str:
    """Show the figure of a posting or a correction in one line."""
    return figure(figure_of(row), target)


@register.simple_tag
def between() -> str:
    """Part two sentences: Chinese needs nothing between them, English a space."""
    return "" if (get_language() or "").startswith("zh") else " "


@register.filter
def problem(value: FigureProblem, target: Target) -> str:
    """Say what is wrong with a figure and what to do."""
    if value == FigureProblem.TOO_MANY_DECIMALS and not target.decimal_places:
        return gettext("本项只填整数，请去掉小数")
    return str(value.label) % {"places": target.decimal_places}


@register.filter
def until(moment: datetime | None) -> str:
    """Show an end that is not included: midnight is 24:00 of the day before."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) != (0, 0):
        return date_format(local, gettext("Y年n月j日 H:i"))
    day = local.date() - timedelta(days=1)
    return f"{date_format(day, gettext('Y年n月j日'))} 24:00"


@register.filter
def due_words(clock: Clock) -> str:
    """Say how long there is until a period's due day, or since."""
    if clock.reopened_until is not None:
        return gettext("补报开放至%(until)s") % {"until": until(clock.reopened_until)}
    if clock.state == PeriodState.LOCKED:
        return gettext("已锁定")
    if clock.days_left == 0:
        return gettext("今天截止")
    if clock.days_left > 0:
        return ngettext("还有%(days)d天", "还有%(days)d天", clock.days_left) % {
            "days": clock.days_left
        }
    return ngettext("已逾期%(days)d天", "已逾期%(days)d天", clock.days_over) % {
        "days": clock.days_over
    }


@register.filter
def short_time(moment: datetime | None, now: datetime) -> str:
    """Show when something was saved: today's clock alone, otherwise with the day."""
    if moment is None:
        return ""
    is_today = local_date(moment) == local_date(now)
    pattern = "H:i" if is_today else gettext("n月j日 H:i")
    return date_format(timezone.localtime(moment), pattern)


@register.filter
def change(value: Change) -> str:
    """Say what changed in one column; of texts only that they changed."""
    name = COLUMN_NAMES[value.column]
    if value.before is None or value.after is None:
        return gettext("%(name)s有修改") % {"name": name}
    return gettext("%(name)s：%(before)s → %(after)s") % {
        "name": name,
        "before": _told(value.column, value.before),
        "after": _told(value.column, value.after),
    }


def _told(column: str, text: str) -> str:
    if not text:
        return gettext("空")
    if column == "presence":
        return str(Presence(text).label)
    if column == "stage":
        return str(Stage(text).label)
    return numbers.grouped(Decimal(text))


@register.filter
def deed(action: str) -> str:
    """Say what an event of the audit trail is called on the desks."""
    return str(DEEDS.get(action, action))
