"""The items behind a counted figure: listed, and added one by one."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from progress_app.actions.errors import (
    AlreadyListedError,
    ItemProblemsError,
    NotItemisedError,
    WrongStateError,
)
from progress_app.actions.items import add_item
from progress_app.api.refusals import refusals_told
from progress_app.queries.loading import entry_to_list_for, entry_with_list
from progress_app.serializers.items import (
    AddedSerializer,
    NewItemSerializer,
    RegisterItemSerializer,
)
from unions_app.api.errors import ProblemError
from unions_app.api.finding import or_404
from unions_app.api.paging import CursorPages
from unions_app.api.permissions import HoldsARole
from unions_app.api.writes import IDEMPOTENCY_KEY, once


class ItemViewSet(GenericViewSet):
    """The list of one line; its figure is the number of items."""

    permission_classes = (HoldsARole,)
    pagination_class = CursorPages
    filter_backends = ()
    serializer_class = RegisterItemSerializer
    order = ("position", "pk")

    @extend_schema(operation_id="entries_items")
    def list(self, request: Request, pk: int) -> Response:
        """Return the items in order, those withdrawn after they were handed in too."""
        found = or_404(entry_with_list, request.access, pk)
        rows = self.paginate_queryset(found.items.all())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        operation_id="entries_add_item",
        parameters=[IDEMPOTENCY_KEY],
        request=NewItemSerializer,
        responses={201: AddedSerializer, 409: None, 413: None, 415: None, 422: None},
    )
    def create(self, request: Request, pk: int) -> Response:
        """Put one item on the list; the line's figure is the count at once."""
        found = or_404(entry_to_list_for, request.access, pk)
        form = NewItemSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def add(key: UUID) -> dict[str, Any]:
            item = add_item(
                entry=found,
                raw=form.validated_data,
                person_id=request.user.pk,
                at=request.moment,
                client_key=key,
            )
            return {"item": item.pk}

        try:
            with refusals_told():
                return Response(once(request, form.validated_data, add), status=201)
        except ItemProblemsError as error:
            told = {name: [str(what.label)] for name, what in error.problems.items()}
            raise ProblemError("invalid", errors=told) from error
        except AlreadyListedError as error:
            raise ProblemError("conflict", more={"item": error.item.pk}) from error
        except (WrongStateError, NotItemisedError) as error:
            raise ProblemError("conflict") from error
