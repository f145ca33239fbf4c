"""How parts of a figure are told."""

from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from progress_app.enums import Stage
from progress_app.rules.rollup import Position
from reports_app.rules.standings import level
from reports_app.templatetags.standings import amount
from targets_app.enums import TargetKind
from targets_app.models import Target
from unionplan.lib import numbers

register = template.Library()


@register.simple_tag
def told_of(position: Position, target: Target) -> SafeString:
    """Show a position of any kind with its unit: 未报 where nothing is known."""
    if target.kind == TargetKind.MILESTONE:
        return _stages(position)
    if target.kind == TargetKind.RATIO:
        return _rate(position, target)
    if position.quantity is None:
        return _unknown(position)
    return amount(target, position.quantity)


def _unknown(position: Position) -> SafeString:
    words = gettext("本期无此项") if position.not_applicable else gettext("未报")
    return format_html('<span class="soft">{}</span>', words)


def _rate(position: Position, target: Target) -> SafeString:
    if position.numerator is None or position.denominator is None:
        return _unknown(position)
    counts = format_html(
        '<span class="nowrap">{} ÷ {}</span>',
        numbers.grouped(position.numerator),
        numbers.grouped(position.denominator),
    )
    share = level(position)
    if share is None:
        return counts
    limit = Fraction(target.amount) / 100 if target.amount else None
    shown = numbers.percent_text(share, limit=limit)
    return format_html('{} = <b class="figure">{}</b>', counts, shown)


def _stages(position: Position) -> SafeString:
    told = [(str(s.label), getattr(position, s.value)) for s in Stage]
    rows = [(label, number) for label, number in told if number]
    if position.not_applicable:
        rows.append((gettext("本期无此项"), position.not_applicable))
    if not rows:
        return _unknown(position)
    words = format_html_join(" · ", '{} <b class="figure">{}</b>', rows)
    return format_html("{}", words)
