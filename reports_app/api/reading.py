"""What the books of the ledger share: rows of a moment, and the screens' filters."""

from collections.abc import Callable
from typing import Any

from django.db.models.query import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from progress_app.queries.as_of import AsOf
from reports_app.api.moments import AS_OF, as_of_of
from reports_app.filters.base import BESIDE
from unions_app.api.reads import PortalReads
from unions_app.filters import PAGING
from unions_app.rules import Access


class LedgerFilterBackend(DjangoFilterBackend):
    """The filters of the ledger's pages, under the names of the API."""

    def get_filterset_kwargs(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> dict[str, Any]:
        """Give the filters their moment, and only what is theirs to read."""
        kwargs = super().get_filterset_kwargs(request, queryset, view)
        known = {*view.filterset_class.base_filters, *PAGING, "as_of"}
        if unknown := sorted(set(request.query_params) - known):
            names = ", ".join(sorted(known))
            message = _("没有这个筛选条件。可用的有：%(names)s") % {"names": names}
            raise ValidationError({name: [message] for name in unknown})
        data = request.query_params.copy()
        for name in {*PAGING, *BESIDE}:
            data.pop(name, None)
        return {**kwargs, "data": data, "as_of": as_of_of(request)}


@extend_schema_view(list=extend_schema(parameters=[AS_OF]))
class BookReads(PortalReads):
    """A book of the ledger, the newest rows first."""

    filter_backends = (LedgerFilterBackend,)
    order = ("-pk",)
    told: Callable[[Access, AsOf], QuerySet[Any]]

    def visible(self) -> QuerySet[Any]:
        """Return the rows the person may read, as known at the moment asked for."""
        return type(self).told(self.request.access, as_of_of(self.request))
