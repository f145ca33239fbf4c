"""Which figure is to be taken apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from targets_app.models import ReportingPeriod, Target
from targets_app.queries import periods_for
from tasks_app.models import Plan
from unions_app.models import Union
from unions_app.rules import Access


class FigureForm(forms.Form):
    """A target, a union and a period of the same plan."""

    target = forms.ModelChoiceField(
        label=_("指标"),
        queryset=Target.objects.none(),
        empty_label=_("请选择指标"),
        error_messages={
            "required": _("请选择一个指标"),
            "invalid_choice": _("没有这个指标，请从列表中选择"),
        },
    )
    union = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Union.objects.none(),
        required=False,
        empty_label=_("全市"),
        error_messages={"invalid_choice": _("没有这个单位，请从列表中选择")},
    )
    period = forms.ModelChoiceField(
        label=_("截至报送期"),
        queryset=ReportingPeriod.objects.none(),
        required=False,
        empty_label=_("最近一期"),
        error_messages={"invalid_choice": _("没有这个报送期，请从列表中选择")},
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        """Offer what the person may look at."""
        super().__init__(*args, **kwargs)
        plans = Plan.objects.visible_to(access)
        self.fields["target"].queryset = Target.objects.filter(
            plan__in=plans
        ).select_related("plan")
        self.fields["union"].queryset = Union.objects.visible_to(access)
        self.fields["period"].queryset = periods_for(access)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any] | None:
        """Refuse a period of another plan."""
        cleaned = super().clean() or self.cleaned_data
        target, period = cleaned.get("target"), cleaned.get("period")
        if target and period and target.plan_id != period.plan_id:
            self.add_error("period", _("这个报送期不属于该指标的年度计划，请另选"))
        return cleaned
