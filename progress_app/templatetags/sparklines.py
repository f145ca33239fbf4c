"""A target's year as a small drawing, with the same in words."""

from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from progress_app.queries.months import Month
from targets_app.enums import TargetKind
from targets_app.models import Target
from unionplan.lib.numbers import percent_text

register = template.Library()

WIDTH, HEIGHT, MARGIN = 1440, 400, 50
"""Of the drawing, in units small enough for whole numbers: no figure becomes a float."""


def _limit(target: Target) -> Fraction:
    is_ratio = target.kind == TargetKind.RATIO and target.amount is not None
    return Fraction(target.amount or 0) / 100 if is_ratio else Fraction(1)


@register.filter
def measured(value: Fraction | None, target: Target) -> str:
    """Show a share of the goal, of a ratio its rate; short of it never as reached."""
    return "" if value is None else percent_text(value, limit=_limit(target))


@register.simple_tag
def sparkline(months: Sequence[Month], target: Target) -> SafeString:
    """Draw what was reached against the pace; a screen reader is told every month."""
    shares = [month.expected for month in months]
    known = [(i, m.reached) for i, m in enumerate(months) if m.reached is not None]
    top = max([_limit(target), *shares, *(share for _i, share in known)])
    last = len(months) - 1

    def point(index: int, share: Fraction) -> tuple[int, int]:
        across = MARGIN + Fraction((WIDTH - 2 * MARGIN) * index, max(last, 1))
        down = HEIGHT - MARGIN - share / top * (HEIGHT - 2 * MARGIN)
        return round(across), round(down)

    expected = _line([point(i, share) for i, share in enumerate(shares)])
    dots = [point(i, share) for i, share in known]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline class="spark-pace" points="{}"/>'
        '<polyline class="spark-reached" points="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        told(months, target),
        expected,
        _line(dots),
        format_html_join(
            "",
            '<circle class="spark-now" cx="{}" cy="{}" r="34"/>',
            dots[-1:],
        ),
    )


def _line(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{across},{down}" for across, down in points)


def told(months: Sequence[Month], target: Target) -> str:
    """Return a curve in words: every month that is known, and the pace of each."""
    parts = [
        gettext("%(period)s %(reached)s（应达 %(expected)s）")
        % {
            "period": month.period,
            "reached": measured(month.reached, target),
            "expected": percent_text(month.expected),
        }
        for month in months
        if month.reached is not None
    ]
    if not parts:
        return gettext("逐月进展：还没有通过审核的数")
    return gettext("逐月进展：%(months)s") % {"months": gettext("，").join(parts)}
