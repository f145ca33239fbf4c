"""What a problem's ``type`` leads to: the kind of problem in words."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from unions_app.api.answers import PortalAnswer
from unions_app.serializers.kinds import KindSerializer
from unions_app.serializers.problems import KINDS, problem_details


class KindView(PortalAnswer):
    """One kind of problem, at the address that its ``type`` is, for ever."""

    @extend_schema(operation_id="problem", responses=KindSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Return what happened and what to do, in the language asked for."""
        if code not in KINDS:
            raise NotFound
        return Response(KindSerializer(problem_details(code)).data)
