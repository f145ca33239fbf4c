"""What a sample is to be drawn from."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from progress_app.forms.keys import storable
from progress_app.queries.ledger import ledger_sequence
from reports_app.enums import Allocation, StratifyBy
from reports_app.forms.exports import AsOfField
from reports_app.queries.exports import exportable_plans
from reports_app.queries.sampling import Scope
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import periods_for
from tasks_app.models import Plan
from unions_app.models import Union
from unions_app.rules import Access

MOST_ITEMS = 500
"""How large a sample may be: what people can look at one by one."""
SELECT = {"class": "form-select"}
INPUT = {"class": "form-control"}


def choice(label: Any, model: Any, every: Any, none: Any) -> forms.ModelChoiceField:
    """Return a choice that narrows a sample, or not."""
    return forms.ModelChoiceField(
        label=label,
        queryset=model.objects.none(),
        required=False,
        empty_label=every,
        error_messages={"invalid_choice": none},
        widget=forms.Select(attrs=SELECT),
    )


class SampleForm(forms.Form):
    """Scope, strata, size and seed of a sample."""

    title = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={
            "required": gettext_lazy("请给这次抽样起一个名称"),
            "max_length": gettext_lazy("名称不超过60字"),
        },
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("年度计划"),
        queryset=Plan.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
        error_messages={
            "required": gettext_lazy("请选择年度计划"),
            "invalid_choice": gettext_lazy("没有这个年度计划，请从列表中选择"),
        },
    )
    target = choice(
        gettext_lazy("指标"),
        Target,
        gettext_lazy("全部指标"),
        gettext_lazy("没有这个指标，请从列表中选择"),
    )
    union = choice(
        gettext_lazy("单位"),
        Union,
        gettext_lazy("全部单位"),
        gettext_lazy("没有这个单位，请从列表中选择"),
    )
    period = choice(
        gettext_lazy("报送期"),
        ReportingPeriod,
        gettext_lazy("全部报送期"),
        gettext_lazy("没有这个报送期，请从列表中选择"),
    )
    strata_by = forms.MultipleChoiceField(
        label=gettext_lazy("分层"),
        choices=StratifyBy.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": gettext_lazy("没有这种分层，请从列表中选择")},
    )
    allocation = forms.ChoiceField(
        label=gettext_lazy("各层抽多少"),
        choices=Allocation.choices,
        required=False,
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": gettext_lazy("没有这种分法，请从列表中选择")},
    )
    size = forms.IntegerField(
        label=gettext_lazy("样本量"),
        min_value=1,
        max_value=MOST_ITEMS,
        initial=30,
        widget=forms.NumberInput(attrs=INPUT),
        error_messages={
            "required": gettext_lazy("请填要抽多少笔"),
            "invalid": gettext_lazy("请填整数"),
            "min_value": gettext_lazy("至少抽 1 笔"),
            "max_value": gettext_lazy("一次最多抽 500 笔"),
        },
    )
    seed = forms.CharField(
        label=gettext_lazy("种子"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs=INPUT),
        help_text=gettext_lazy(
            "同样的种子抽出同样的样本。留空取截至那一笔的入账哈希，谁也不能挑选"
        ),
        error_messages={"max_length": gettext_lazy("种子不超过64个字符")},
    )

    def __init__(
        self, *args: Any, access: Access, now: datetime, **kwargs: Any
    ) -> None:
        """Offer what may be drawn from, at any moment until now."""
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = exportable_plans()
        self.fields["target"].queryset = Target.objects.filter(
            plan__in=exportable_plans()
        )
        self.fields["union"].queryset = Union.objects.visible_to(access)
        self.fields["period"].queryset = periods_for(access)
        self.fields["as_of"] = AsOfField(
            now=now,
            label=gettext_lazy("截至"),
            help_text=gettext_lazy(
                "留空为现在；也可填日期（如 2024-09-30，当天24时）或入账序号"
            ),
            widget=forms.TextInput(attrs=INPUT | {"placeholder": gettext_lazy("现在")}),
        )

    def clean_title(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["title"])

    def clean_seed(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["seed"])

    def clean_allocation(self) -> Allocation:
        """Return how the size is shared out: by count where nothing is said."""
        asked = self.cleaned_data["allocation"] or Allocation.BY_COUNT
        by_size = StratifyBy.SIZE in self.cleaned_data.get("strata_by", ())
        if asked == Allocation.BY_AMOUNT and not by_size:
            raise forms.ValidationError(_("按数额抽要同时按“数额大小”分层，请勾选"))
        return Allocation(asked)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a target or a period of another plan."""
        cleaned = super().clean() or self.cleaned_data
        plan = cleaned.get("plan")
        for name in ("target", "period"):
            row = cleaned.get(name)
            if plan and row and row.plan_id != plan.pk:
                self.add_error(name, _("它不属于所选的年度计划，请另选"))
        return cleaned

    def scope(self) -> Scope:
        """Return what is asked for, as of a fixed sequence. Cost: one query."""
        asked = self.cleaned_data
        return Scope(
            plan=asked["plan"],
            sequence=min(asked["as_of"].sequence, ledger_sequence()),
            strata_by=tuple(StratifyBy(name) for name in asked["strata_by"]),
            target=asked["target"],
            union=asked["union"],
            period=asked["period"],
            allocation=asked["allocation"],
        )
