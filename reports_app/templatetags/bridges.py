"""How two moments are compared: differences, bridges, addresses of either moment."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from progress_app.queries.as_of import AsOf
from reports_app.queries.bridges import Bridge
from reports_app.queries.comparisons import ComparedRow
from reports_app.queries.measures import change_told
from reports_app.queries.sides import Side
from reports_app.queries.tellings import Telling, figures_told, shares_told
from reports_app.queries.waterfalls import sentence_of, waterfall_of
from reports_app.templatetags.standings import figure, light_of, stage_of
from unions_app.templatetags.portal import icon

register = template.Library()


@register.inclusion_tag("reports_app/bridge.html", takes_context=True)
def difference_bridge(context: Context, bridge: Bridge) -> dict[str, object]:
    """Show a bridge: in words, drawn, and as a table whose parts add up.

    Where only the goal was changed, the achievement is told instead of the figure. The
    page loads ``js/waterfall.js`` and ECharts, or the table stands alone.
    """
    figures, shares = figures_told(bridge), shares_told(bridge)
    is_goal_only = shares is not None and not figures.parts and bool(shares.parts)
    telling = shares if shares is not None and is_goal_only else figures
    moved_goal = shares is not None and any(
        part.union_id is None and part.share and not part.effect.total
        for part in bridge.parts
    )
    return {
        "bridge": bridge,
        "target": bridge.target,
        "telling": telling,
        "shares": shares,
        "shares_apart": shares if moved_goal and not is_goal_only else None,
        "is_of_shares": is_goal_only,
        "chart": waterfall_of(telling) | {"id": f"waterfall-{bridge.target.pk}"},
        "later": _later(bridge),
        "moment": context.get("moment"),
    }


def _later(bridge: Bridge) -> AsOf:
    """Return the later of the two moments: its ledger holds every posting between."""
    moments = (bridge.before.as_of, bridge.after.as_of)
    return max(moments, key=lambda as_of: (as_of.sequence, as_of.at))


@register.simple_tag
def bridge_sentence(bridge: Bridge) -> str:
    """Say a bridge in one sentence, the largest parts by name."""
    return sentence_of(figures_told(bridge))


@register.filter
def in_words_of(telling: Telling) -> str:
    """Say a telling in one sentence."""
    return sentence_of(telling)


@register.simple_tag
def steps(telling: Telling, number: int) -> SafeString:
    """Show steps of a telling as a difference: sign and number, a rise or a fall."""
    way = "rise" if number > 0 else "fall" if number < 0 else "same"
    return format_html(
        '<span class="difference is-{}">{}</span>',
        way,
        telling.measure.difference(number),
    )


@register.simple_tag
def difference(row: ComparedRow) -> SafeString:
    """Show by how much a figure differs, in its unit or in percentage points."""
    told = change_told(row.before, row.after)
    way = "fall" if told.startswith("\N{MINUS SIGN}") else "rise"
    return format_html(
        '<span class="difference is-{}">{}</span>',
        way if told.startswith(("+", "\N{MINUS SIGN}")) else "same",
        told,
    )


@register.simple_tag
def told_at(side: Side) -> SafeString:
    """Show a target's figure at a moment; a milestone's stage or its units done."""
    row = side.standing
    if row.target.is_numeric:
        return figure(row)
    if row.position.units_expected == 1 or row.stage is None:
        return stage_of(row.stage)
    words = gettext("已完成 %(number)s 家") % {"number": row.position.done}
    return format_html("<b>{}</b>", words)


@register.simple_tag
def light_moving(row: ComparedRow) -> SafeString:
    """Show both lights, and in words whether the second is better or worse."""
    before, after = row.before.standing, row.after.standing
    if before.light == after.light:
        return light_of(after)
    words = {1: gettext("变好"), -1: gettext("变差"), 0: ""}[row.moved]
    return format_html(
        '<span class="lights">{}{}{}</span>{}',
        light_of(before),
        icon("arrow-right"),
        light_of(after),
        words and format_html('<span class="small-print">{}</span>', words),
    )


@register.simple_tag(takes_context=True)
def compare_url(context: Context, **changed: object) -> str:
    """Return this comparison's address with other values; "" takes one away."""
    asked = context["asked"].copy()
    for name, value in changed.items():
        # "from" is a word of Python's: the template says "since".
        asked["from" if name == "since" else name] = str(value)
    kept = {name: value for name, value in asked.items() if value or name == "to"}
    return f"{reverse('compare')}?{urlencode(kept)}"
