"""What the wall draws by itself: a target's year against its pace, as an SVG."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports_app.enums import TileWord
from reports_app.rules.wall_curve import Plane, Scale, height_of, points_of, scale_of
from reports_app.templatetags.cockpit import LOOKS
from unionplan.lib.numbers import grouped
from unions_app.templatetags.portal import LIGHT_ICONS, icon

register = template.Library()

WIDTH, HEIGHT = 1200, 270
PLANE = Plane(left=26, top=10, right=1174, bottom=230)


DEGREES = (
    TileWord.ALL,
    TileWord.MOST,
    TileWord.FEW,
    TileWord.NONE,
    TileWord.NOTHING_DUE,
)
"""What a tile of the wall can say, from the best down."""


@register.simple_tag
def tile_degrees() -> list[tuple[str, SafeString, str]]:
    """Return look, shape and word of everything that a tile can say."""
    looks = [(LOOKS[word].value, str(word.label)) for word in DEGREES]
    return [(look, icon(LIGHT_ICONS[look]), label) for look, label in looks]


def _read(texts: Sequence[str | None]) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


@register.filter
def has_open_month(chart: Mapping[str, Any]) -> bool:
    """Return whether the month still being filled in has a point of its own."""
    return chart["open"] is not None and chart["reached"][chart["open"]] is not None


@register.simple_tag
def wall_curve(chart: Mapping[str, Any]) -> SafeString:
    """Draw a chart's reached, expected and goal; decoration: the words stand beside it.

    The month still being filled in is drawn hollow.
    """
    reached, expected = _read(chart["reached"]), _read(chart["expected"])
    goal = Decimal(chart["goal"])
    known = [value for value in (*reached, *expected, goal) if value is not None]
    scale = scale_of(known, is_ratio=chart["isRatio"])
    lines = points_of(reached, plane=PLANE, scale=scale)
    return format_html(
        '<svg class="wall-curve" viewBox="0 0 {} {}" aria-hidden="true"'
        ' focusable="false">{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        _months(chart["months"]),
        _across(goal, scale),
        _drawn("pace", points_of(expected, plane=PLANE, scale=scale)),
        _drawn("reached", lines),
        _dots(lines, is_hollow=has_open_month(chart)),
    )


def _months(names: Sequence[str]) -> SafeString:
    step = (PLANE.right - PLANE.left) // max(1, len(names) - 1)
    rows = [
        (PLANE.left + step * place, HEIGHT - 8, name)
        for place, name in enumerate(names)
    ]
    return format_html(
        '<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"></line>{3}',
        PLANE.left,
        PLANE.right,
        PLANE.bottom,
        format_html_join("", '<text class="month" x="{}" y="{}">{}</text>', rows),
    )


def _across(goal: Decimal, scale: Scale) -> SafeString:
    y = height_of(goal, PLANE, scale)
    return format_html(
        '<line class="goal" x1="{0}" x2="{1}" y1="{2}" y2="{2}"></line>'
        '<text class="amount" x="{0}" y="{3}">{4}</text>',
        PLANE.left,
        PLANE.right,
        y,
        y + 28,
        grouped(goal),
    )


def _drawn(kind: str, lines: Sequence[Sequence[tuple[int, int]]]) -> SafeString:
    texts = [(kind, " ".join(f"{x},{y}" for x, y in line)) for line in lines]
    return format_html_join("", '<polyline class="{}" points="{}"></polyline>', texts)


def _dots(lines: Sequence[Sequence[tuple[int, int]]], *, is_hollow: bool) -> SafeString:
    dots = [point for line in lines for point in line]
    rows = [
        ("dot is-open" if is_hollow and point == dots[-1] else "dot", *point)
        for point in dots
    ]
    return format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="7"/>', rows)
