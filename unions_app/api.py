"""What every read of the API rests on, and the unions."""

from typing import Any

from django.db.models.query import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from unions_app.filters import KnownNames, UnionFilters
from unions_app.models import Union
from unions_app.serializers import UnionSerializer


class HoldsARole(IsAuthenticated):
    """Signed in, with a role anywhere today."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the person may read anything at all."""
        return super().has_permission(request, view) and bool(request.access.grants)


class Pages(LimitOffsetPagination):
    """Pages of at most 500 rows. A demonstration's say that they are one."""

    default_limit = 100
    max_limit = 500

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """Refuse a limit or offset that is no number, instead of guessing one."""
        for name in (self.limit_query_param, self.offset_query_param):
            if not request.query_params.get(name, "0").isdecimal():
                raise ValidationError({name: [_("请填 0 或更大的整数")]})
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: list[Any]) -> Response:
        """Say beside the rows whether they are a demonstration's."""
        response = super().get_paginated_response(data)
        is_demonstration = self.request.installation.is_demonstration
        response.data = {"is_demonstration": is_demonstration, **response.data}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe that."""
        described = super().get_paginated_response_schema(schema)
        described["properties"]["is_demonstration"] = {"type": "boolean"}
        described["required"] = [*described["required"], "is_demonstration"]
        return described


class PortalReads(ReadOnlyModelViewSet[Any]):
    """Lists and single rows of what a person may see; everything else is 404.

    ``queryset`` only names the model; ``visible`` says what there is to see.
    """

    permission_classes = (HoldsARole,)
    pagination_class = Pages
    filterset_class: type[KnownNames] = KnownNames

    def visible(self) -> QuerySet[Any]:
        """Return what the person may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the person may see; nobody asks while the schema is written."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return self.visible()


class UnionViewSet(PortalReads):
    """Unions in official order; a union's own people see only theirs."""

    queryset = Union.objects.none()
    serializer_class = UnionSerializer
    filterset_class = UnionFilters

    def visible(self) -> QuerySet[Union]:
        """Return the unions the person may look at."""
        return Union.objects.visible_to(self.request.access)
