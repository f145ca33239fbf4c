"""The unions."""

from django.db.models.query import QuerySet

from unions_app.api.reads import PortalReads
from unions_app.filters import UnionFilters
from unions_app.models import Union
from unions_app.serializers import UnionSerializer


class UnionViewSet(PortalReads):
    """Unions in official order; a union's own people see only theirs."""

    queryset = Union.objects.none()
    serializer_class = UnionSerializer
    filterset_class = UnionFilters
    order = ("position", "pk")

    def visible(self) -> QuerySet[Union]:
        """Return the unions the person may look at."""
        return Union.objects.visible_to(self.request.access)
