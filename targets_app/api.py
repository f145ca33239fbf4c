"""Reads of targets and periods."""

from django.db.models.query import QuerySet

from targets_app.filters import PeriodFilters, TargetFilters
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import periods_for, targets_for
from targets_app.serializers import PeriodSerializer, TargetSerializer
from unionplan.lib.dates import local_date
from unions_app.api.reads import PortalReads


class TargetViewSet(PortalReads):
    """Targets in the plan's order, with the definition and pace in force today."""

    queryset = Target.objects.none()
    serializer_class = TargetSerializer
    filterset_class = TargetFilters
    order = ("plan_id", "position", "pk")

    def visible(self) -> QuerySet[Target]:
        """Return the targets the person may look at."""
        request = self.request
        return targets_for(request.access, on=local_date(request.moment))


class PeriodViewSet(PortalReads):
    """Reporting periods in order."""

    queryset = ReportingPeriod.objects.none()
    serializer_class = PeriodSerializer
    filterset_class = PeriodFilters
    order = ("plan_id", "kind", "number", "pk")

    def visible(self) -> QuerySet[ReportingPeriod]:
        """Return the periods the person may look at."""
        return periods_for(self.request.access)
