"""What every read of the API rests on."""

from typing import Any

from django.db.models.query import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from unions_app.api.paging import CursorPages
from unions_app.api.permissions import HoldsARole
from unions_app.api.schema import BearerScheme, SessionScheme
from unions_app.filters import KnownNames

__all__ = ["BearerScheme", "PortalReads", "SessionScheme"]


class PortalReads(ReadOnlyModelViewSet[Any]):
    """Lists and single rows of what a person may see; everything else is 404.

    ``queryset`` only names the model; ``visible`` says what there is to see, ``order``
    how it is listed.
    """

    permission_classes = (HoldsARole,)
    pagination_class = CursorPages
    filterset_class: type[KnownNames] = KnownNames
    lookup_value_regex = "[0-9]+"
    http_method_names = ("get", "head")
    order: tuple[str, ...] = ("pk",)

    def visible(self) -> QuerySet[Any]:
        """Return what the person may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the person may see; nobody asks while the schema is written."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return self.visible()
