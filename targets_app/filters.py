"""Filters of targets and periods."""

import django_filters

from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Task, TaskArea
from unions_app.filters import KnownNames


class TargetFilters(KnownNames):
    """Targets by place in the plan, kind, source, strength and lead department."""

    area = django_filters.ModelChoiceFilter(
        "measure__task__area", queryset=TaskArea.objects.all()
    )
    task = django_filters.ModelChoiceFilter(
        "measure__task", queryset=Task.objects.all()
    )

    class Meta(KnownNames.Meta):
        model = Target
        fields = (
            "plan",
            "area",
            "task",
            "measure",
            "code",
            "kind",
            "source",
            "strength",
            "lead_department",
        )


class PeriodFilters(KnownNames):
    """Periods of a plan, by kind and number."""

    class Meta(KnownNames.Meta):
        model = ReportingPeriod
        fields = ("plan", "kind", "number")
