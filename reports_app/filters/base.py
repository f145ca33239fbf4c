"""What every filter of the open ledger shares: its looks, its words on wrong input."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models.query import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field

from progress_app.queries.as_of import AsOf
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan
from unionplan.lib.dates import end_of, start_of
from unions_app.models import Person, Union

BESIDE = frozenset({"as_of", "before", "after"})
"""Parameters of the address that are no filters."""
Rows = QuerySet[Any]


class LedgerFilterForm(forms.Form):
    """Refuses what is not understood, in words: a slip must not return everything."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a range whose end comes first, and names that nobody reads."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("“止”早于“起”，请对调或改正"))
        unknown = sorted(set(self.data) - set(self.fields) - BESIDE)
        if unknown:
            names = ", ".join(unknown)
            self.add_error(None, _("没有这个筛选条件：%(names)s") % {"names": names})
        return cleaned


@extend_schema_field({"type": "integer"})
class RowFilter(django_filters.ModelChoiceFilter):
    """A choice of one row, by its id."""


def one_of(
    model: type[Any], label: Promise, name: str, every: Promise, none: Promise
) -> RowFilter:
    """Return a choice of one row; ``none`` is told where an address names no such row."""
    return RowFilter(
        field_name=name,
        label=label,
        queryset=lambda request: choices_of(model, request),
        empty_label=every,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": none},
    )


def choices_of(model: type[Any], request: Any) -> Rows:
    """Return what may be chosen: of published plans, and of unions one may look at."""
    if model in (Target, ReportingPeriod):
        plans = Plan.objects.visible_to(request.access)
        return model.objects.filter(plan__in=plans)
    if model is Union:
        return Union.objects.visible_to(request.access)
    return model.objects.order_by("name", "pk")


def target_filter(name: str) -> django_filters.ModelChoiceFilter:
    """Return the choice of a target."""
    every, none = gettext_lazy("全部指标"), gettext_lazy("没有这个指标，请从列表中选择")
    return one_of(Target, gettext_lazy("指标"), name, every, none)


def union_filter(name: str) -> django_filters.ModelChoiceFilter:
    """Return the choice of a union."""
    every, none = gettext_lazy("全部单位"), gettext_lazy("没有这个单位，请从列表中选择")
    return one_of(Union, gettext_lazy("单位"), name, every, none)


def period_filter(name: str) -> django_filters.ModelChoiceFilter:
    """Return the choice of a reporting period."""
    every = gettext_lazy("全部报送期")
    none = gettext_lazy("没有这个报送期，请从列表中选择")
    return one_of(ReportingPeriod, gettext_lazy("报送期"), name, every, none)


def person_filter(label: Promise, name: str) -> django_filters.ModelChoiceFilter:
    """Return the choice of a person."""
    every, none = gettext_lazy("全部人员"), gettext_lazy("没有这个人员，请从列表中选择")
    return one_of(Person, label, name, every, none)


def choice_filter(
    label: Promise, choices: Iterable[Any], **more: Any
) -> django_filters.ChoiceFilter:
    """Return a choice of words."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=list(choices),
        empty_label=gettext_lazy("全部"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": gettext_lazy("没有这个选项，请从列表中选择")},
        **more,
    )


def day_filter(label: Promise, method: str) -> django_filters.DateFilter:
    """Return a choice of a Shanghai day."""
    return django_filters.DateFilter(
        label=label,
        method=method,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}
        ),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("没有看懂这个日期，请写成 2024-09-30")},
    )


class LedgerFilters(django_filters.FilterSet):
    """Days, both included; ``moment_column`` is what they are compared with."""

    moment_column = "recorded_at"
    since = day_filter(gettext_lazy("起（含）"), "from_day")
    until = day_filter(gettext_lazy("止（含）"), "to_day")

    class Meta:
        form = LedgerFilterForm

    def __init__(self, *args: Any, as_of: AsOf, **kwargs: Any) -> None:
        """Keep the moment: whether a posting counts depends on it."""
        super().__init__(*args, **kwargs)
        self.as_of = as_of

    def from_day(self, rows: Rows, name: str, value: Any) -> Rows:
        """Keep what came on a day or later."""
        return rows.filter(**{f"{self.moment_column}__gte": start_of(value)})

    def to_day(self, rows: Rows, name: str, value: Any) -> Rows:
        """Keep what came by a day's end."""
        return rows.filter(**{f"{self.moment_column}__lt": end_of(value)})
