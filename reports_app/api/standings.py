"""Reads of how targets stand: the lights of the cockpit and of the unions' pages."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from reports_app.queries.standing import frame_of, positions_for, standings_at
from reports_app.serializers.standings import StandingQuestion, StandingSerializer
from unions_app.api.paging import CursorPages
from unions_app.api.permissions import HoldsARole


class StandingViewSet(GenericViewSet):
    """How every target of a plan stands at one union: now, or at a past moment."""

    permission_classes = (HoldsARole,)
    pagination_class = CursorPages
    order = ("target.position", "target.pk")
    filter_backends = ()
    serializer_class = StandingSerializer

    @extend_schema(
        parameters=[StandingQuestion], responses=StandingSerializer(many=True)
    )
    def list(self, request: Request) -> Response:
        """Return the standings in the plan's order. Cost: nine queries, past: 13."""
        question = StandingQuestion(
            data=request.query_params, context=self.get_serializer_context()
        )
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        frame = frame_of(plan=asked["plan"], as_of=asked["as_of"])
        standings = standings_at(
            frame=frame,
            union=frame.unions[asked["union"].pk],
            positions=positions_for(frame, union=asked["union"]),
        )
        page = self.paginate_queryset(standings)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
