"""How the league is shown: quarters, points that add up, ranks and their range."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import gettext

from reports_app.enums import QuarterName
from reports_app.queries.league import LeagueRow
from reports_app.queries.thawing_league import FrozenRank
from reports_app.rules.league_points import (
    PLACES,
    is_too_small_to_show,
    points_text,
    range_text,
    score_text,
)
from unionplan.lib import numbers

register = template.Library()


@register.filter
def quarter_name(number: int) -> str:
    """Name a quarter of the year."""
    return str(QuarterName(number).label)


@register.filter
def fixed(points: Decimal) -> str:
    """Show points with all their places, so that a column can be added up by eye."""
    return points_text(points)


@register.filter
def score(row: LeagueRow | FrozenRank) -> str:
    """Show a union's score, never rounded up to the most there is."""
    return score_text(row.score, most=row.most)


@register.filter
def bar_percent(row: LeagueRow | FrozenRank) -> Decimal:
    """Return the part of the most that a score is, in percent, for its bar."""
    return numbers.approximate(row.score * 100 / row.most, places=1)


@register.filter
def points(exact: Fraction) -> str:
    """Show points by themselves; a difference too small for two places says so."""
    if is_too_small_to_show(exact):
        return gettext("不足 0.01")
    return fixed(numbers.approximate(exact, places=PLACES))


@register.filter
def rank_range(row: LeagueRow | FrozenRank) -> str:
    """Say between which ranks a union stands under the other two formulas."""
    return range_text(row.lowest, row.highest)


@register.filter
def listed(names: Iterable[str]) -> str:
    """Join names as a sentence does."""
    return gettext("、").join(names)


@register.filter
def capped_percent(share: Fraction) -> str:
    """Show the share that counts; one short of the whole is never shown as it."""
    return numbers.percent_text(share, limit=Fraction(1))
