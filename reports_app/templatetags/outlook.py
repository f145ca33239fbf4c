"""How sure a figure is and where it leads, in sentences: units and periods named."""

from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.translation import gettext, ngettext

from reports_app.enums import ForecastBasis
from reports_app.queries.outlook import Outlook
from reports_app.rules.forecast import Forecast
from reports_app.rules.ratios import Bounds
from reports_app.templatetags.standings import percent
from targets_app.enums import PeriodKind, TargetKind
from targets_app.models import ReportingPeriod, Target
from unionplan.lib import numbers

register = template.Library()


def _joined(parts: Sequence[str]) -> str:
    return gettext("；").join(part for part in parts if part)


def _span(periods: Sequence[ReportingPeriod]) -> str:
    first, last = periods[0].starts_on.month, periods[-1].ends_on.month
    if first == last:
        return gettext("%(month)d月") % {"month": first}
    return gettext("%(first)d—%(last)d月") % {"first": first, "last": last}


def _counted(count: int, periods: Sequence[ReportingPeriod]) -> str:
    if periods[-1].kind == PeriodKind.MONTH:
        text = ngettext("%(number)d 个月", "%(number)d 个月", count)
    else:
        text = ngettext("%(number)d 个季度", "%(number)d 个季度", count)
    return text % {"number": count}


@register.simple_tag
def upkeep_text(outlook: Outlook, target: Target) -> str:
    """Say whether a rate to be maintained held: its level, the periods below."""
    told = outlook.upkeep
    if told is None or target.amount is None:
        return ""
    if told.level is None:
        level = gettext("目前无数")
    else:
        shown = percent(told.level, Fraction(target.amount) / 100)
        level = gettext("现为 %(level)s") % {"level": shown}
    return _joined([level, _below_text(outlook, target), _unknown_text(outlook)])


def _below_text(outlook: Outlook, target: Target) -> str:
    told, periods = outlook.upkeep, outlook.periods
    if told is None or told.unknown == told.periods:
        return ""
    words = {
        "span": _span(periods),
        "goal": f"{numbers.grouped(target.amount)}%",
        "count": _counted(told.below, periods),
        "run": _counted(told.longest_run, periods),
    }
    if told.below:
        return gettext("%(span)s中 %(count)s低于 %(goal)s，最长连续 %(run)s") % words
    if told.unknown:
        return gettext("%(span)s中有数的各期都达到 %(goal)s") % words
    return gettext("%(span)s各期都达到 %(goal)s") % words


def _unknown_text(outlook: Outlook) -> str:
    told, periods = outlook.upkeep, outlook.periods
    if told is None or not told.unknown:
        return ""
    unknown = gettext("%(span)s中 %(count)s没有新报的数，不算低于也不算达到") % {
        "span": _span(periods),
        "count": _counted(told.unknown, periods),
    }
    if not told.below or told.longest_possible == told.longest_run:
        return unknown
    longest = gettext("如果也低于，最长连续 %(run)s") % {
        "run": _counted(told.longest_possible, periods)
    }
    return _joined([unknown, longest])


@register.simple_tag
def forecast_text(outlook: Outlook, target: Target) -> str:
    """Say where the year would end, under which assumption; or why nothing is said."""
    found = outlook.forecast
    if found is None:
        return outlook.refusal
    words = {
        "amount": _forecast_amount(found, target),
        "assumption": found.basis.label,
    }
    if found.basis == ForecastBasis.LEVEL:
        told = (
            gettext("按目前水平推算，年底约 %(amount)s；假设：%(assumption)s") % words
        )
    else:
        told = (
            gettext("按目前进度推算，年底约 %(amount)s；假设：%(assumption)s") % words
        )
    is_sum = target.kind == TargetKind.FLOW
    ground = gettext("依据：%(span)s的报送，应报的收到 %(coverage)s") % {
        "span": _span(outlook.periods if is_sum else outlook.periods[-1:]),
        "coverage": _whole_percent(found.coverage),
    }
    return _joined([told, ground])


def _whole_percent(share: Fraction) -> str:
    """Show a share as roughly as it is known, and never as the whole when it is not."""
    return numbers.percent_text(share, places=0, limit=Fraction(1))


def _forecast_amount(found: Forecast, target: Target) -> str:
    if target.kind == TargetKind.RATIO:
        return percent(found.amount, Fraction(target.amount or 0) / 100)
    limit = None if target.amount is None else Fraction(target.amount)
    number = numbers.approximate(
        found.amount, places=target.decimal_places, limit=limit
    )
    words = {"number": numbers.grouped(number), "unit": target.get_unit_display()}
    if found.share is None:
        return gettext("%(number)s %(unit)s") % words
    words["share"] = _whole_percent(found.share)
    return gettext("%(number)s %(unit)s（%(share)s）") % words


@register.simple_tag
def bounds_text(bounds: Bounds) -> str:
    """Say between which rates a ratio lies, and on how many unions' account."""
    parts = [
        gettext("%(low)s 至 %(high)s（缺报单位的分母取最近一次所报，分子取 0 或全部）")
        % {"low": percent(bounds.lowest), "high": percent(bounds.highest)}
    ]
    counts = (
        (bounds.carried, _carried_text),
        (bounds.expired, _expired_text),
        (bounds.unknown, _unbounded_text),
    )
    return _joined([*parts, *(words(number) for number, words in counts if number)])


def _carried_text(number: int) -> str:
    text = ngettext("%(number)d 家沿用旧数", "%(number)d 家沿用旧数", number)
    return text % {"number": number}


def _expired_text(number: int) -> str:
    text = ngettext(
        "%(number)d 家旧数已过沿用期限，只用其分母",
        "%(number)d 家旧数已过沿用期限，只用其分母",
        number,
    )
    return text % {"number": number}


def _unbounded_text(number: int) -> str:
    text = ngettext(
        "另有 %(number)d 家分母不详，未计入",
        "另有 %(number)d 家分母不详，未计入",
        number,
    )
    return text % {"number": number}


@register.simple_tag
def denominators_text(outlook: Outlook, target: Target) -> str:
    """Say how much of the known denominator was reported for the checkpoint."""
    told = outlook.denominators
    if told is None or told.share is None:
        return ""
    share = gettext(
        "%(name)s：%(period)s报来 %(reported)s，占已知总数 %(known)s 的 %(share)s"
    ) % {
        "name": target.denominator_name,
        "period": outlook.periods[-1],
        "reported": numbers.grouped(told.reported),
        "known": numbers.grouped(told.known),
        "share": percent(told.share, Fraction(1)),
    }
    return _joined([share, _unbounded_text(told.unknown) if told.unknown else ""])
