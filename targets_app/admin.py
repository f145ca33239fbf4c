"""Administration of targets, their versions, quotas and reporting periods."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from targets_app.actions import set_quotas
from targets_app.forms import (
    CurveForm,
    DefinitionForm,
    MeasureForm,
    PeriodForm,
    QuotaForm,
    TargetForm,
    VersionFormSet,
)
from targets_app.models import (
    PaceCurve,
    Quota,
    ReportingPeriod,
    Target,
    TargetDefinition,
)
from tasks_app.admin import MeasureAdmin
from tasks_app.models import Measure
from unionplan.lib.numbers import grouped
from unions_app.actions import Happening
from unions_app.enums import UnionKind
from unions_app.models import Union
from unions_app.reference_admin import LandedInline, ReferenceAdmin

SETTLED = ("plan", "measure", "kind", "unit")
"""What decides how posted figures add up: chosen when a target is added, then kept."""


class VersionInline(LandedInline, admin.StackedInline):
    """The versions of something of a target: a change adds one."""

    formset = VersionFormSet
    readonly_fields = ("number",)

    @admin.display(description=_("版本"))
    def number(self, version: TargetDefinition | PaceCurve) -> str:
        """Return the number of a landed version; a new one gets its number on saving."""
        return str(version.version) if version.pk else str(_("新版本"))

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        """Ask a new target for its first version, another one for one at most."""
        landed = self.model.objects.filter(target=obj).count() if obj else 0
        bounds = {"extra": 0, "min_num": int(not obj), "max_num": landed + 1}
        return super().get_formset(
            request, obj, **bounds, validate_min=True, validate_max=True, **kwargs
        )


class DefinitionInline(VersionInline):
    """The definitions of a target."""

    model = TargetDefinition
    form = DefinitionForm
    fields = ("number", *DefinitionForm.Meta.fields)


class CurveInline(VersionInline):
    """The pace curves of a target."""

    model = PaceCurve
    form = CurveForm
    fields = ("number", *CurveForm.Meta.fields)


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    """Keeps targets with their definitions and curves."""

    form = TargetForm
    inlines = (DefinitionInline, CurveInline)
    list_display = (
        "code",
        "name",
        "kind",
        "amount_text",
        "unit",
        "comparator",
        "strength",
        "source",
        "lead_department",
    )
    list_display_links = ("code", "name")
    list_filter = (
        "plan",
        "kind",
        "source",
        "strength",
        ("lead_department", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("lead_department",)
    search_fields = ("code", "name", "quote")

    @admin.display(description=_("目标值"), ordering="amount")
    def amount_text(self, target: Target) -> str:
        """Return the amount with thousands separators; "" for a milestone."""
        return grouped(target.amount)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Target | None = None
    ) -> tuple[str, ...]:
        """Keep what the ledger rests on."""
        return SETTLED if obj else ()

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Number a new version after the last one."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        latest = inline.model.objects.filter(target=obj.pk).order_by("version").last()
        number = latest.version + 1 if latest else 1
        return kwargs | {"initial": [{"version": number}]}

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer departments to lead."""
        if db_field.name == "lead_department":
            kwargs["queryset"] = Union.objects.filter(kind=UnionKind.DEPARTMENT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Quota)
class QuotaAdmin(ReferenceAdmin):
    """Keeps quotas: a change is a new row from a day on, with its reason."""

    form = QuotaForm
    list_display = ("target", "union", "amount_text", "effective_on", "reason")
    list_filter = ("target__plan", ("union", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("target", "union")
    search_fields = ("target__name", "union__short_name")

    @admin.display(description=_("分解任务数"), ordering="amount")
    def amount_text(self, quota: Quota) -> str:
        """Return the amount with thousands separators."""
        return grouped(quota.amount)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse everyone: past achievement keeps the quota then in force."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Quota, form: ModelForm, change: bool
    ) -> None:
        """Set it through the same action as the quota desk."""
        set_quotas(
            target=obj.target,
            amounts={obj.union_id: obj.amount},
            effective_on=obj.effective_on,
            reason=obj.reason,
            person_id=request.access.person_id,
            at=request.moment,
        )
        obj.pk = Quota.objects.get(
            target=obj.target, union=obj.union, effective_on=obj.effective_on
        ).pk

    def happenings(self, *args: Any) -> list[Happening]:
        """Add none: the action leaves its own event."""
        return []


@admin.register(ReportingPeriod)
class PeriodAdmin(ReferenceAdmin):
    """Keeps reporting periods."""

    form = PeriodForm
    list_display = ("__str__", "opens_on", "due_on", "locks_on", "plan")
    list_filter = ("plan", "kind")
    list_select_related = ("plan",)


class TargetInline(LandedInline, admin.TabularInline):
    """A measure's targets, each a link to its own page."""

    model = Target
    fields = ("code", "name", "kind", "amount_text", "unit")
    readonly_fields = ("amount_text",)
    show_change_link = True

    @admin.display(description=_("目标值"))
    def amount_text(self, target: Target) -> str:
        """Return the amount with thousands separators; "" for a milestone."""
        return grouped(target.amount)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse everyone here: a target is added on its own page."""
        return False


# The plan's app knows nothing of targets, so the measure's page is widened from here.
admin.site.unregister(Measure)


@admin.register(Measure)
class MeasureWithTargetsAdmin(MeasureAdmin):
    """Keeps measures and shows what each promises."""

    form = MeasureForm
    inlines = (TargetInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        """Keep the order of the plan."""
        rows = super().get_queryset(request)
        return rows.order_by(
            "task__area__plan", "task__area__position", "task__position", "position"
        )
