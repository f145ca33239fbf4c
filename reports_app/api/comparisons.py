"""Two moments compared, and one target at every union."""

from typing import Any

from django.forms import Form
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from reports_app.api.moments import AS_OF, as_of_of
from reports_app.api.pages import demonstration, plan_in_force
from reports_app.forms.compare import CompareForm
from reports_app.queries.bridges import bridge_of
from reports_app.queries.comparisons import comparison_of
from reports_app.queries.targets import target_for, target_page
from reports_app.queries.tellings import figures_told
from reports_app.serializers.comparisons import ComparisonSerializer
from reports_app.serializers.standings import StandingSerializer
from unions_app.api.answers import MayAsk, PortalAnswer
from unions_app.api.finding import or_404
from unions_app.api.paging import CursorPages
from unions_app.api.permissions import HoldsARole
from unions_app.queries import municipal_federation
from unions_app.rules import sees_every_union

MOMENT = "A moment as `as_of` reads it; now unless said."


class ComparisonView(PortalAnswer):
    """How targets stood at two moments, and why one of them differs."""

    may = staticmethod(sees_every_union)
    asks = ("from", "target", "to", "union")

    @extend_schema(
        operation_id="comparison",
        parameters=[
            OpenApiParameter("from", str, description=MOMENT),
            OpenApiParameter("to", str, description=MOMENT),
            OpenApiParameter("union", int, description="The whole city unless said."),
            OpenApiParameter("target", int, description="One target, with its bridge."),
        ],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return every target side by side, or one of them with its parts."""
        plan = plan_in_force()
        form = CompareForm(request.query_params, plan=plan, now=request.moment)
        chosen = _chosen(form)
        told = {
            "plan": plan.pk,
            "union": chosen["union"].pk,
            **demonstration(request),
            **_compared(plan, chosen),
        }
        return Response(ComparisonSerializer(told).data)


def _chosen(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError(dict(form.errors))
    chosen: dict[str, Any] = form.cleaned_data
    return chosen | {"union": chosen["union"] or municipal_federation()}


def _compared(plan: Any, chosen: dict[str, Any]) -> dict[str, Any]:
    where = {"plan": plan, "union": chosen["union"]}
    moments = {"before": chosen["from"], "after": chosen["to"]}
    if target := chosen["target"]:
        bridge = bridge_of(target=target, **where, **moments)
        return {"rows": [], "bridge": figures_told(bridge)}
    found = comparison_of(**where, **moments, only_changed=False)
    rows = [row for area in found.areas for row in area.rows]
    return {"rows": rows, "bridge": None}


class TargetUnitsViewSet(GenericViewSet):
    """How one target stands at every union that owes it."""

    permission_classes = (HoldsARole, MayAsk)
    pagination_class = CursorPages
    filter_backends = ()
    serializer_class = StandingSerializer
    http_method_names = ("get", "head")
    may = staticmethod(sees_every_union)
    order = ("union.position", "union.pk")

    @extend_schema(operation_id="targets_units", parameters=[AS_OF])
    def list(self, request: Request, pk: int) -> Response:
        """Return the standings in the unions' official order, now or at a past moment."""
        target = or_404(target_for, pk)
        page = target_page(target=target, as_of=as_of_of(request), by_progress=False)
        standings = [row.standing for group in page.units for row in group.rows]
        standings.sort(key=lambda row: (row.union.position, row.union.pk))
        rows = self.paginate_queryset(standings)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
