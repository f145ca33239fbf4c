"""Names and addresses of moments, where a page tells more than one."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from progress_app.queries.as_of import AsOf
from unionplan.lib import numbers
from unions_app.templatetags.portal import local_time

register = template.Library()


@register.filter
def moment_name(as_of: AsOf) -> str:
    """Name a moment: now, or its time in Shanghai with where the ledger stood."""
    if not as_of.text:
        return gettext("现在")
    return gettext("%(at)s（入账第 %(sequence)s 号）") % {
        "at": local_time(as_of.at),
        "sequence": numbers.grouped(as_of.sequence),
    }


@register.simple_tag
def url_of(as_of: AsOf, name: str, *args: int, **query: object) -> str:
    """Return an address that tells a moment, whichever this page tells."""
    asked = {key: str(value) for key, value in query.items() if value}
    if as_of.text:
        asked["as_of"] = as_of.text
    address = reverse(name, args=args)
    return f"{address}?{urlencode(asked)}" if asked else address
