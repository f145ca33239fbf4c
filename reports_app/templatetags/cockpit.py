"""How the cockpit's tiles and prospects are shown."""

from fractions import Fraction

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from progress_app.enums import Light
from reports_app.enums import TileWord
from reports_app.queries.tiles import Tile
from reports_app.rules.tiles import Tally
from reports_app.templatetags.standings import percent
from unionplan.lib import numbers
from unions_app.templatetags.portal import LIGHT_ICONS, icon

register = template.Library()

LOOKS = {
    TileWord.ALL: Light.MET,
    TileWord.MOST: Light.ON_PACE,
    TileWord.FEW: Light.BEHIND,
    TileWord.NONE: Light.FAR_BEHIND,
    TileWord.NOTHING_DUE: Light.NOT_DUE,
    TileWord.COMPLETE: Light.MET,
    TileWord.PARTLY: Light.BEHIND,
    TileWord.UNREPORTED: Light.NOT_REPORTED,
    TileWord.NOTHING_OWED: Light.NO_QUOTA,
}
"""A tile looks like the light that means as much: one look for a degree of good."""


@register.filter
def look(tile: Tile) -> str:
    """Return the light that a tile looks like."""
    if tile.word is not None:
        return LOOKS[tile.word].value
    return tile.standing.light.value if tile.standing else Light.NO_QUOTA.value


@register.simple_tag
def tile_word(tile: Tile) -> SafeString:
    """Show a tile's word with its shape."""
    if tile.word is not None:
        label = str(tile.word.label)
    elif tile.standing is not None:
        label = str(tile.standing.light.label)
    else:
        label = gettext("不填报此项")
    return format_html("{}<span>{}</span>", icon(LIGHT_ICONS[look(tile)]), label)


@register.filter
def tile_figure(tile: Tile) -> str:
    """Show a tile's figure: counts, never a mean; for one target what is achieved."""
    if tile.tally is not None:
        if not tile.tally.counted:
            return "—"
        return f"{tile.tally.reached}/{tile.tally.counted}"
    if tile.standing is None:
        return "—"
    return percent(tile.standing.achieved, tile.standing.deciding_share)


@register.filter
def tally_share(tally: Tally) -> str:
    """Show a tally's share, never as the whole when it is not; — for nothing."""
    return percent(tally.share, Fraction(1))


@register.filter
def forecast_share(share: Fraction | None) -> str:
    """Show a forecast share of the goal as roughly as it is known; "" for None."""
    if share is None:
        return ""
    return numbers.percent_text(share, places=0, limit=Fraction(1))


@register.simple_tag(takes_context=True)
def cockpit_query(context: Context, **changed: object) -> str:
    """Return the query of this cockpit with some of it changed; "" leaves one out."""
    asked = context["asked"]
    parts = {
        "tiles": asked.tiles.value,
        "target": asked.target,
        "as_of": context["as_of"].text,
    }
    for name, value in changed.items():
        parts[name] = str(value)
    told = urlencode({name: value for name, value in parts.items() if value})
    return f"?{told}"
