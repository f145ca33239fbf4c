"""Forms of the plan, as administrators keep it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks_app.enums import PlanStatus
from tasks_app.models import FrameworkItem, Plan


class PlanForm(forms.ModelForm):
    """One year's plan."""

    class Meta:
        model = Plan
        fields = (
            "year",
            "version",
            "title",
            "general_requirement",
            "source_note",
            "issued_on",
            "starts_on",
            "ends_on",
            "status",
            "behind_percent",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start and a second plan in force for a year."""
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("截止日须晚于起始日"))
        if data.get("status") == PlanStatus.ACTIVE and self._has_rival(
            data.get("year")
        ):
            self.add_error("status", _("该年度已有执行中的计划，请先将其改为“已结束”"))
        return data

    def _has_rival(self, year: int | None) -> bool:
        others = Plan.objects.in_force().exclude(pk=self.instance.pk)
        return others.filter(year=year).exists()


class FrameworkItemForm(forms.ModelForm):
    """One item of the 123510 framework; named only from a source."""

    class Meta:
        model = FrameworkItem
        fields = ("pillar", "position", "name", "source_note", "measures")
        widgets = {"measures": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        """Refuse a name without its source."""
        data = super().clean() or {}
        if data.get("name") and not data.get("source_note"):
            self.add_error("source_note", _("填写名称须注明名称出处"))
        return data
