"""What every page needs: icons, lights, states, figures, moments and client keys."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from unionplan.lib import numbers

register = template.Library()

LIGHT_ICONS = {
    "met": "circle-check-filled",
    "on_pace": "circle-filled",
    "behind": "triangle-filled",
    "far_behind": "square-rotated-filled",
    "not_due": "circle",
    "not_reported": "circle-dashed",
    "no_quota": "minus",
}
"""One shape each, so that a black-and-white print still tells them apart."""

STATE_ICONS = {
    "draft": "edit",
    "not_reported": "circle-dashed",
    "value": "check",
    "not_applicable": "minus",
    "submitted": "send",
    "endorsed": "check",
    "returned": "arrow-back-up",
    "accepted": "checks",
    "not_started": "circle",
    "under_way": "loader-2",
    "blocked": "ban",
    "done": "circle-check-filled",
    "not_owed": "minus",
    "not_open": "circle",
    "not_begun": "circle-dashed",
    "open": "edit",
    "overdue": "alert-triangle",
    "locked": "lock",
    "queued": "clock",
    "running": "loader-2",
    "cancelled": "ban",
    "failed": "alert-triangle",
    "proposed": "clock",
    "granted": "check",
    "refused": "ban",
    "withdrawn": "arrow-back-up",
    "corrected": "edit",
    "sound": "circle-check-filled",
    "notice": "triangle-filled",
    "alarm": "alert-octagon-filled",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("vendor/tabler-icons/sprite.svg"),
        name,
    )


@register.simple_tag
def light(value: str, label: str, aspirational: bool = False) -> SafeString:
    """Show a light as shape, word and colour; an aspirational target says so.

    Takes the enum's value and label: this app knows nothing of targets.
    """
    note = gettext("（力争）") if aspirational else ""
    return format_html(
        '<span class="light light-{}">{}<span>{}</span>{}</span>',
        value,
        icon(LIGHT_ICONS[value]),
        label,
        note and format_html('<span class="light-note">{}</span>', note),
    )


@register.simple_tag
def state(value: str, label: str) -> SafeString:
    """Show the state of an entry, a period or an export as shape, word and colour."""
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>',
        value,
        icon(STATE_ICONS[value]),
        label,
    )


@register.simple_tag
def pace_bar(
    done_percent: Decimal | int, expected_percent: Decimal | int | None, light: str
) -> SafeString:
    """Draw what is done against a mark at what is expected, in percent, cut at 100.

    Decoration: the figures must stand beside it as text. A style attribute would be
    refused by the content security policy, so it is an SVG.
    """
    done = min(max(Decimal(done_percent), Decimal(0)), Decimal(100))
    mark = ""
    if expected_percent is not None:
        x = min(max(Decimal(expected_percent), Decimal("0.5")), Decimal("99.5"))
        mark = format_html(
            '<line class="mark" x1="{0}" x2="{0}" y1="0" y2="10"></line>',
            numbers.plain(x),
        )
    return format_html(
        '<svg class="pace-bar light-{}" viewBox="0 0 100 10" aria-hidden="true"'
        ' preserveAspectRatio="none" focusable="false">'
        '<rect class="track" width="100" height="6" y="2"></rect>'
        '<rect class="done" width="{}" height="6" y="2"></rect>{}</svg>',
        light,
        numbers.plain(done),
        mark,
    )


@register.simple_tag
def client_key() -> SafeString:
    """Put a fresh key into a form, so that a second sending changes nothing."""
    return format_html('<input type="hidden" name="client_key" value="{}">', uuid4())


@register.filter
def grouped(number: Decimal | int | None) -> str:
    """Show a figure with thousands separators; "" for None."""
    return numbers.grouped(number)


@register.filter
def plain(number: Decimal | int | None) -> str:
    """Show a figure as a form field holds it; "" for None."""
    return numbers.plain(number)


@register.filter
def in_words(number: Decimal | int | None) -> str:
    """Echo a large figure in 万 and 亿; "" for None."""
    return "" if number is None else numbers.in_words(number)


@register.filter
def local_time(moment: datetime | None) -> str:
    """Show a moment as Shanghai's clock says it, in the reader's language."""
    if moment is None:
        return ""
    return formats.date_format(timezone.localtime(moment), gettext("Y年n月j日 H:i"))


@register.filter
def local_day(moment: datetime | None) -> str:
    """Show the Shanghai day of a moment, or a date, in the reader's language."""
    if moment is None:
        return ""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return formats.date_format(day, gettext("Y年n月j日"))


@register.filter
def local_hour(moment: datetime | None) -> str:
    """Show a moment of this year, without the year, as Shanghai's clock says it."""
    if moment is None:
        return ""
    return formats.date_format(timezone.localtime(moment), gettext("n月j日 H:i"))
