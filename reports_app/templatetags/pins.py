"""Pins and saved views on a page."""

from django import template
from django.template import Context

from reports_app.queries.pins import Strip, strip_of
from reports_app.queries.standing import Frame
from reports_app.rules.saved_views import savable

register = template.Library()


@register.simple_tag(takes_context=True)
def pin_strip(context: Context, frame: Frame) -> Strip | None:
    """Return how the reader's pinned targets stand; None without any."""
    kept = context.get("kept")
    return strip_of(kept, frame) if kept and kept.can_pin else None


@register.simple_tag(takes_context=True)
def savable_address(context: Context) -> str:
    """Return the address of this page as a view keeps it; "" where none can be kept."""
    kept = savable(context["request"].get_full_path())
    return "" if kept is None else "?".join(filter(None, kept))
