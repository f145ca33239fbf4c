"""Which two moments are compared, where, and of which target."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports_app.forms.exports import AsOfField
from reports_app.queries.comparisons import comparable_unions
from targets_app.models import Target
from tasks_app.models import Plan

HELP = _("日期（如 2024-09-30，当天24时）、日期和时分、入账序号；留空为现在")


def _moment(label: Any, now: datetime) -> AsOfField:
    widget = forms.TextInput(
        attrs={"class": "form-control", "placeholder": _("现在"), "list": "moments"}
    )
    return AsOfField(now=now, label=label, widget=widget)


class CompareForm(forms.Form):
    """Two moments, ``from`` and ``to``; a union ("" for the city) and a target."""

    union = forms.ModelChoiceField(
        label=_("范围"),
        queryset=None,
        required=False,
        empty_label=_("全市"),
        error_messages={"invalid_choice": _("没有这个单位，请从列表中选择")},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    target = forms.ModelChoiceField(
        label=_("指标"),
        queryset=None,
        required=False,
        empty_label=_("全部指标"),
        error_messages={"invalid_choice": _("没有这项指标，请从列表中选择")},
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, plan: Plan, now: datetime, **kwargs: Any) -> None:
        """Offer every union and every target of a plan, and every moment until now."""
        super().__init__(*args, **kwargs)
        self.fields["from"] = _moment(_("此前时点"), now)
        self.fields["to"] = _moment(_("此后时点"), now)
        self.fields["from"].help_text = HELP
        self.fields["union"].queryset = comparable_unions()
        self.fields["target"].queryset = Target.objects.filter(
            plan=plan
        ).select_related("plan", "lead_department", "measure__task__area")
        self.order_fields(("from", "to", "union", "target"))
