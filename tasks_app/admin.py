"""Administration of plans and the 123510 framework."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tasks_app.forms import FrameworkItemForm, PlanForm
from tasks_app.models import (
    FrameworkItem,
    FrameworkPillar,
    Measure,
    Plan,
    Task,
    TaskArea,
)
from unions_app.reference_admin import ReferenceAdmin


@admin.register(Plan)
class PlanAdmin(ReferenceAdmin):
    """Keeps plans: a revised text is a new version."""

    form = PlanForm
    list_display = ("title", "year", "version", "status", "starts_on", "ends_on")
    list_filter = ("status", "year")


@admin.register(TaskArea)
class TaskAreaAdmin(ReferenceAdmin):
    """Keeps areas."""

    list_display = ("title", "position", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)


@admin.register(Task)
class TaskAdmin(ReferenceAdmin):
    """Keeps tasks."""

    list_display = ("title", "position", "area")
    list_filter = ("area__plan", "area")
    list_select_related = ("area",)
    search_fields = ("title",)


@admin.register(Measure)
class MeasureAdmin(ReferenceAdmin):
    """Keeps measures, verbatim."""

    list_display = ("text", "position", "task")
    list_filter = ("task__area__plan", "task__area", "task")
    list_select_related = ("task",)
    search_fields = ("text",)


@admin.register(FrameworkPillar)
class FrameworkPillarAdmin(ReferenceAdmin):
    """Keeps the lines of the framework, verbatim."""

    list_display = ("text", "number", "position", "plan")
    list_filter = ("plan",)
    list_select_related = ("plan",)


@admin.register(FrameworkItem)
class FrameworkItemAdmin(ReferenceAdmin):
    """Keeps the items of the framework; the unlisted ones wait for their names."""

    form = FrameworkItemForm
    list_display = ("title", "position", "pillar", "source_note")
    list_filter = ("pillar__plan", "pillar")
    list_select_related = ("pillar",)
    search_fields = ("name",)

    @admin.display(description=_("名称"))
    def title(self, item: FrameworkItem) -> str:
        """Return the name, or that no public text lists it."""
        return str(item)

    def formfield_for_manytomany(self, *args: Any, **kwargs: Any) -> Any:
        """Offer the measures in the order of the plan."""
        kwargs["queryset"] = _measures_in_order()
        return super().formfield_for_manytomany(*args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrameworkItem]:
        """Keep the order of the plan."""
        rows = super().get_queryset(request)
        return rows.order_by("pillar__plan", "pillar__position", "position")


def _measures_in_order() -> QuerySet[Measure]:
    return Measure.objects.order_by(
        "task__area__plan", "task__area__position", "task__position", "position"
    )
