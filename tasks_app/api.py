"""Reads of the plan: its areas, tasks, measures and framework."""

from django.db.models.query import QuerySet

from tasks_app.filters import (
    AreaFilters,
    MeasureFilters,
    PillarFilters,
    PlanFilters,
    TaskFilters,
)
from tasks_app.models import FrameworkPillar, Measure, Plan, Task, TaskArea
from tasks_app.queries import areas_for, measures_for, pillars_for, tasks_for
from tasks_app.serializers import (
    AreaSerializer,
    MeasureSerializer,
    PillarSerializer,
    PlanSerializer,
    TaskSerializer,
)
from unions_app.api.reads import PortalReads


class PlanViewSet(PortalReads):
    """Plans that are or were in force."""

    queryset = Plan.objects.none()
    serializer_class = PlanSerializer
    filterset_class = PlanFilters
    order = ("-year", "-version", "pk")

    def visible(self) -> QuerySet[Plan]:
        """Return the plans the person may look at."""
        return Plan.objects.visible_to(self.request.access)


class AreaViewSet(PortalReads):
    """Areas in the plan's order."""

    queryset = TaskArea.objects.none()
    serializer_class = AreaSerializer
    filterset_class = AreaFilters
    order = ("plan_id", "position", "pk")

    def visible(self) -> QuerySet[TaskArea]:
        """Return the areas the person may look at."""
        return areas_for(self.request.access)


class TaskViewSet(PortalReads):
    """Tasks in the plan's order."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    filterset_class = TaskFilters
    order = ("area__plan_id", "area__position", "position", "pk")

    def visible(self) -> QuerySet[Task]:
        """Return the tasks the person may look at."""
        return tasks_for(self.request.access)


class MeasureViewSet(PortalReads):
    """Measures in the plan's order."""

    queryset = Measure.objects.none()
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilters
    order = (
        "task__area__plan_id",
        "task__area__position",
        "task__position",
        "position",
        "pk",
    )

    def visible(self) -> QuerySet[Measure]:
        """Return the measures the person may look at."""
        return measures_for(self.request.access)


class FrameworkViewSet(PortalReads):
    """The 123510 framework: a second view of the measures."""

    queryset = FrameworkPillar.objects.none()
    serializer_class = PillarSerializer
    filterset_class = PillarFilters
    order = ("plan_id", "position", "pk")

    def visible(self) -> QuerySet[FrameworkPillar]:
        """Return the framework's lines the person may look at."""
        return pillars_for(self.request.access)
