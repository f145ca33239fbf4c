"""Filters of the plan's parts."""

import django_filters

from tasks_app.models import FrameworkPillar, Measure, Plan, Task, TaskArea
from unions_app.filters import KnownNames


class PlanFilters(KnownNames):
    """Plans by year and status."""

    class Meta(KnownNames.Meta):
        model = Plan
        fields = ("year", "status")


class AreaFilters(KnownNames):
    """Areas of a plan."""

    class Meta(KnownNames.Meta):
        model = TaskArea
        fields = ("plan",)


class TaskFilters(KnownNames):
    """Tasks of a plan or of an area."""

    plan = django_filters.ModelChoiceFilter("area__plan", queryset=Plan.objects.all())

    class Meta(KnownNames.Meta):
        model = Task
        fields = ("plan", "area")


class MeasureFilters(KnownNames):
    """Measures of a plan, an area or a task."""

    plan = django_filters.ModelChoiceFilter(
        "task__area__plan", queryset=Plan.objects.all()
    )
    area = django_filters.ModelChoiceFilter(
        "task__area", queryset=TaskArea.objects.all()
    )

    class Meta(KnownNames.Meta):
        model = Measure
        fields = ("plan", "area", "task")


class PillarFilters(KnownNames):
    """The framework of a plan."""

    class Meta(KnownNames.Meta):
        model = FrameworkPillar
        fields = ("plan",)
