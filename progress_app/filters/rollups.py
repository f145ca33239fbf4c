"""Filters of roll-ups and of the matrix of returns."""

import django_filters
from django import forms
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from progress_app.models import Rollup
from progress_app.queries.as_of import AS_OF_HELP
from progress_app.queries.status import GROUPS
from targets_app.enums import TargetKind
from tasks_app.models import Plan
from unions_app.filters import KnownNames, WholeFilter, visible_unions


class RollupFilters(KnownNames):
    """Roll-ups by target, union and period; a union that may not be seen is none."""

    plan = django_filters.ModelChoiceFilter("target__plan", queryset=Plan.objects.all())
    code = django_filters.CharFilter("target__code")
    kind = django_filters.ChoiceFilter("target__kind", choices=TargetKind.choices)
    union = django_filters.ModelChoiceFilter(queryset=visible_unions)
    number = WholeFilter("period__number")
    as_of = django_filters.CharFilter(method="unchanged", help_text=AS_OF_HELP)

    class Meta(KnownNames.Meta):
        model = Rollup
        fields = ("plan", "target", "code", "kind", "union", "period", "number")

    def unchanged(
        self, queryset: QuerySet[Rollup], name: str, value: str
    ) -> QuerySet[Rollup]:
        """Keep the rows: the moment decides what figures they are told with."""
        return queryset


class StatusFilterForm(forms.Form):
    """Which unions the matrix of returns shows."""

    group = forms.ChoiceField(
        label=_("单位类别"),
        required=False,
        choices=[("", _("全部单位")), *GROUPS],
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )

    def wanted(self) -> str:
        """Return the group that was understood; "" for all."""
        return self.cleaned_data["group"] if self.is_valid() else ""
