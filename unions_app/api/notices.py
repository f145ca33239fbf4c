"""What the portal has to tell a person."""

from django.db.models.query import QuerySet

from unions_app.api.reads import PortalReads
from unions_app.models import Notice
from unions_app.queries import notices_for
from unions_app.serializers.notices import NoticeSerializer


class NoticeViewSet(PortalReads):
    """A person's own notices, the newest first, in the language asked for."""

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    order = ("-created_at", "-pk")

    def visible(self) -> QuerySet[Notice]:
        """Return the person's own."""
        return notices_for(self.request.access)
