"""Marks of figures that rest on a correction, and where the two moments to compare are."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from reports_app.queries.corrected import Corrected
from reports_app.queries.standing import Frame, Standing
from reports_app.templatetags.standings import url_at
from targets_app.models import ReportingPeriod, Target
from unions_app.enums import UnionKind
from unions_app.templatetags.portal import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def corrected_mark(
    context: Context, row: Standing, corrected: Corrected, is_link: bool = True
) -> SafeString:
    """Mark a figure that rests on corrections, leading to them; nothing for none."""
    is_city = row.union.kind == UnionKind.MUNICIPAL
    if is_city:
        number = corrected.by_target.get(row.target.pk, 0)
    else:
        number = corrected.by_union.get((row.target.pk, row.union.pk), 0)
    return _mark(
        context, row.target, number, is_link, union=None if is_city else row.union.pk
    )


@register.simple_tag(takes_context=True)
def corrected_in_period(
    context: Context, target: Target, period: ReportingPeriod, corrected: Corrected
) -> SafeString:
    """Mark a period some of whose figures are corrections; nothing for none."""
    number = corrected.by_period.get((target.pk, period.pk), 0)
    return _mark(context, target, number, True, period=period.pk)


def _mark(
    context: Context, target: Target, number: int, is_link: bool, **where: object
) -> SafeString:
    if not number:
        return SafeString()
    words = ngettext("更正 %(number)s 笔", "更正 %(number)s 笔", number) % {
        "number": number
    }
    if not is_link:
        return format_html('<span class="corrected">{}{}</span>', icon("edit"), words)
    address = url_at(context, "target_postings", target.pk, corrected=1, **where)
    return format_html(
        '<a class="corrected" href="{}">{}{}</a>', address, icon("edit"), words
    )


@register.simple_tag(takes_context=True)
def compared_with_last_period(
    context: Context, frame: Frame, **where: object
) -> SafeString:
    """Return the address that compares a page's moment with the last period's end."""
    ended = [row.ends_on for row in frame.now.periods if row.ends_on < frame.on]
    since = ended[-1].isoformat() if ended else ""
    asked = {"from": since, "to": context["as_of"].text}
    chosen = {name: str(value) for name, value in where.items() if value}
    return format_html("{}?{}", reverse("compare"), urlencode(asked | chosen))
