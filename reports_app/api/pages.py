"""The leadership's pages as data."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reports_app.api.moments import AS_OF, as_of_of
from reports_app.enums import TileView
from reports_app.queries.cockpit import cockpit_of
from reports_app.queries.league import NoSuchQuarterError, league_of
from reports_app.queries.league_seen import groups_seen
from reports_app.queries.tiles import tile_map
from reports_app.rules.league_access import can_see_league
from reports_app.serializers.pages import CockpitSerializer, LeagueSerializer
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unions_app.api.answers import PortalAnswer
from unions_app.rules import sees_every_union

QUARTER = OpenApiParameter(
    "quarter",
    {"type": "integer", "minimum": 1, "maximum": 4},
    description="A quarter that is due; the latest one unless said.",
)


def plan_in_force() -> Plan:
    """Return the plan that pages tell of. Errors: NotFound."""
    plan = current_plan()
    if plan is None:
        raise NotFound
    return plan


class CockpitView(PortalAnswer):
    """The cockpit of the plan in force."""

    may = staticmethod(sees_every_union)
    asks = ("as_of",)

    @extend_schema(
        operation_id="cockpit", parameters=[AS_OF], responses=CockpitSerializer
    )
    def get(self, request: Request) -> Response:
        """Return how the whole plan stands, or stood. Cost: eleven queries; past: 18."""
        page = cockpit_of(plan=plan_in_force(), as_of=as_of_of(request))
        tiles = tile_map(page.frame, page.below, view=TileView.PACE, target=None)
        told = {"page": page, "tiles": tiles, **demonstration(request)}
        return Response(CockpitSerializer(told).data)


class LeagueView(PortalAnswer):
    """The league: results only, by quarter and peer group."""

    may = staticmethod(can_see_league)
    asks = ("as_of", "quarter")

    @extend_schema(
        operation_id="league", parameters=[AS_OF, QUARTER], responses=LeagueSerializer
    )
    def get(self, request: Request) -> Response:
        """Return the ranks of a quarter. Cost: twelve queries; past: 18 at most."""
        quarter = request.query_params.get("quarter")
        wrong = ValidationError({"quarter": [_("这个季度还没有到期，或没有这个季度")]})
        if quarter not in (None, "1", "2", "3", "4"):
            raise wrong
        try:
            found = league_of(
                plan=plan_in_force(),
                quarter=int(quarter) if quarter else None,
                as_of=as_of_of(request),
            )
        except NoSuchQuarterError as error:
            raise wrong from error
        groups = groups_seen(found, request.access)
        told = {"league": found, "groups": groups, **demonstration(request)}
        return Response(LeagueSerializer(told).data)


def demonstration(request: Request) -> dict[str, Any]:
    """Return what says of an answer whether it is a demonstration's."""
    return {"is_demonstration": request.installation.is_demonstration}
