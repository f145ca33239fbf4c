"""How far every union's return is."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from progress_app.queries.status import reporting_status
from progress_app.rules.reporting import can_see_status
from progress_app.serializers.status import StatusSerializer
from tasks_app.queries import current_plan
from unions_app.api.answers import PortalAnswer


class StatusView(PortalAnswer):
    """The matrix of unions and periods of the plan in force, and its sums."""

    may = staticmethod(can_see_status)

    @extend_schema(operation_id="reporting_status", responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        """Return who has handed in what. Cost: four queries."""
        plan = current_plan()
        if plan is None:
            raise NotFound
        told = reporting_status(plan=plan, at=request.moment)
        return Response(StatusSerializer({"plan": plan.pk, "status": told}).data)
