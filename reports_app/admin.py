"""Administration of the league's rules; every change leaves its audit event."""

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from reports_app.models import LeagueTerms, LeagueWeight
from targets_app.models import Target
from unions_app.enums import UnionKind
from unions_app.models import Union
from unions_app.reference_admin import ReferenceAdmin, ReferenceInline


class WeightInline(ReferenceInline, admin.TabularInline):
    """The weights that are not 1."""

    model = LeagueWeight
    fields = ("target", "weight")

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer figures and rates only: a milestone has no points to weigh."""
        if db_field.name == "target":
            numeric = Target.objects.filter(amount__isnull=False)
            kwargs["queryset"] = numeric.order_by("plan", "position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(LeagueTerms)
class LeagueTermsAdmin(ReferenceAdmin):
    """Keeps formula, cap, weights, and whom to turn to."""

    list_display = ("plan", "formula", "cap_percent", "contact")
    list_select_related = ("plan", "contact")
    inlines = (WeightInline,)

    def get_readonly_fields(
        self, request: HttpRequest, obj: LeagueTerms | None = None
    ) -> tuple[str, ...]:
        """Let the plan be chosen once."""
        return ("plan",) if obj else ()

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer departments as the one to turn to."""
        if db_field.name == "contact":
            departments = Union.objects.filter(kind=UnionKind.DEPARTMENT)
            kwargs["queryset"] = departments
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
