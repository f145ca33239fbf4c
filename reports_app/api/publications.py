"""Reads of publications and their stamps."""

from typing import Any

from django.db.models.query import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports_app.models import Publication
from reports_app.queries.publications import publications_for
from reports_app.queries.replays import replayed, stamped
from reports_app.serializers.publications import (
    PublicationSerializer,
    StampSerializer,
    WholePublicationSerializer,
)
from unions_app.api.answers import PortalAnswer
from unions_app.api.finding import or_404
from unions_app.api.reads import PortalReads
from unions_app.rules import reads_publications


@extend_schema_view(retrieve=extend_schema(responses=WholePublicationSerializer))
class PublicationViewSet(PortalReads):
    """Circulars, the newest first; drafts for those who publish."""

    queryset = Publication.objects.none()
    serializer_class = PublicationSerializer
    order = ("-year", "-pk")

    def get_serializer_class(self) -> Any:
        """Return one with its figures, many without."""
        if self.action == "retrieve":
            return WholePublicationSerializer
        return PublicationSerializer

    def visible(self) -> QuerySet[Publication]:
        """Return the circulars the person may read."""
        return publications_for(self.request.access)


class StampView(PortalAnswer):
    """What carries a stamp, and whether the ledger still says the same."""

    may = staticmethod(reads_publications)

    @extend_schema(operation_id="stamp", responses=StampSerializer)
    def get(self, request: Request, stamp: str) -> Response:
        """Return a publication replayed from the ledger."""
        found = or_404(stamped, request.access, stamp)
        return Response(StampSerializer(replayed(found)).data)
