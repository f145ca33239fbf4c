"""Requests to open a locked period again."""

from django.db.models.query import QuerySet

from progress_app.models import PeriodException
from progress_app.serializers.exceptions import ExceptionSerializer
from unions_app.api.reads import PortalReads


class ExceptionViewSet(PortalReads):
    """Own unions' requests; who decides on them and auditors read all."""

    queryset = PeriodException.objects.none()
    serializer_class = ExceptionSerializer
    order = ("-asked_at", "-pk")

    def visible(self) -> QuerySet[PeriodException]:
        """Return the requests the person may read."""
        rows = PeriodException.objects.visible_to(self.request.access)
        return rows.select_related("asked_by", "decided_by")
