"""Reads about plans."""

from django.db.models import Prefetch
from django.db.models.query import QuerySet

from tasks_app.models import (
    FrameworkItem,
    FrameworkPillar,
    Measure,
    Plan,
    Task,
    TaskArea,
)
from unions_app.rules import Access


def current_plan() -> Plan | None:
    """Return the newest plan in force; None before one is loaded. Cost: one query."""
    return Plan.objects.in_force().order_by("-year", "-version").first()


def areas_for(access: Access) -> QuerySet[TaskArea]:
    """Return the areas of the plans a person may look at, in the plan's order."""
    return TaskArea.objects.filter(plan__in=Plan.objects.visible_to(access))


def tasks_for(access: Access) -> QuerySet[Task]:
    """Return the tasks of the plans a person may look at, in the plan's order."""
    return Task.objects.filter(area__plan__in=Plan.objects.visible_to(access))


def measures_for(access: Access) -> QuerySet[Measure]:
    """Return the measures of the plans a person may look at, in the plan's order."""
    return Measure.objects.filter(task__area__plan__in=Plan.objects.visible_to(access))


def pillars_for(access: Access) -> QuerySet[FrameworkPillar]:
    """Return the framework's lines with their items and measures: three queries."""
    items = FrameworkItem.objects.prefetch_related(
        Prefetch("measures", queryset=Measure.objects.only("pk").order_by("pk"))
    )
    return FrameworkPillar.objects.filter(
        plan__in=Plan.objects.visible_to(access)
    ).prefetch_related(Prefetch("items", queryset=items))
