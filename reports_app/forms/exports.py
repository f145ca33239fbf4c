"""What a person asks for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from progress_app.queries.as_of import AsOf, AsOfError, read_as_of
from reports_app.enums import ASKED_KINDS, ExportKind
from reports_app.queries.exports import exportable_plans
from reports_app.rules.choices import ID_NAMES, Choices, chosen
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan, TaskArea
from unions_app.models import Union

SELECT = {"class": "form-select"}
STALE_PAGE = gettext_lazy("页面已失效，请刷新后再申请")


class AsOfField(forms.CharField):
    """A moment to tell figures at: a day, a sequence of the ledger, or "" for now."""

    def __init__(self, *, now: datetime, **kwargs: Any) -> None:
        """Keep what is now: no later moment can be told."""
        super().__init__(required=False, max_length=40, **kwargs)
        self.now = now

    def clean(self, value: Any) -> AsOf:
        """Return the moment."""
        try:
            return read_as_of(super().clean(value), now=self.now)
        except AsOfError as error:
            raise forms.ValidationError(error.problem.label) from error


def several(label: Any, none: Any) -> forms.ModelMultipleChoiceField:
    """Return a choice of several; nothing chosen is everything."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=TaskArea.objects.none(),
        required=False,
        error_messages={"invalid_choice": none, "invalid_pk_value": none},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


def one_of(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    """Return a choice of one of a few; left out, it is the first."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": gettext_lazy("没有这一项，请从列表中选择")},
    )


class ExportForm(forms.Form):
    """Which plan's figures, of what, as of when, and in which form."""

    plan = forms.ModelChoiceField(
        label=gettext_lazy("年度计划"),
        queryset=Plan.objects.none(),
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("没有这个年度计划，请从列表中选择"),
            "required": gettext_lazy("请选择年度计划"),
        },
        widget=forms.Select(attrs=SELECT),
    )
    kind = one_of(gettext_lazy("格式"), [(k.value, k.label) for k in ASKED_KINDS])
    language = one_of(gettext_lazy("语言"), settings.LANGUAGES)
    postings = one_of(
        gettext_lazy("明细"),
        [
            ("with", gettext_lazy("含入账记录与佐证材料清单")),
            ("without", gettext_lazy("不含入账明细")),
        ],
    )
    areas = several(
        gettext_lazy("任务领域"), gettext_lazy("没有这个任务领域，请从列表中选择")
    )
    targets = several(
        gettext_lazy("指标"), gettext_lazy("没有这个指标，请从列表中选择")
    )
    unions = several(gettext_lazy("单位"), gettext_lazy("没有这个单位，请从列表中选择"))
    periods = several(
        gettext_lazy("报送期"), gettext_lazy("没有这个报送期，请从列表中选择")
    )
    client_key = forms.UUIDField(
        error_messages={"invalid": STALE_PAGE, "required": STALE_PAGE}
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """Offer every plan that has been put in force, and every moment until now."""
        super().__init__(*args, **kwargs)
        plans = exportable_plans()
        offered: dict[str, QuerySet[Any]] = {
            "plan": plans,
            "areas": TaskArea.objects.filter(plan__in=plans),
            "targets": Target.objects.filter(plan__in=plans).select_related(
                "measure__task"
            ),
            "unions": Union.objects.all(),
            "periods": ReportingPeriod.objects.filter(plan__in=plans),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows
        self.fields["as_of"] = AsOfField(
            now=now,
            label=gettext_lazy("截至"),
            help_text=gettext_lazy(
                "留空为现在；也可填日期（如 2024-09-30，当天24时）或入账序号，"
                "按当时账上的数生成"
            ),
            widget=forms.TextInput(
                attrs={"class": "form-control", "placeholder": gettext_lazy("现在")}
            ),
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what is another plan's, and targets outside the areas chosen."""
        cleaned = super().clean() or self.cleaned_data
        plan = cleaned.get("plan")
        for name in ("areas", "targets", "periods"):
            rows = cleaned.get(name) or ()
            if plan and any(row.plan_id != plan.pk for row in rows):
                self.add_error(name, _("有的不属于所选的年度计划，请重新勾选"))
        areas, targets = cleaned.get("areas"), cleaned.get("targets")
        if areas and targets:
            chosen_areas = {area.pk for area in areas}
            outside = [
                target.code
                for target in targets
                if target.measure.task.area_id not in chosen_areas
            ]
            if outside:
                words = _(
                    "这些指标不在所选任务领域内：%(codes)s。请取消勾选，或加选领域"
                )
                self.add_error("targets", words % {"codes": _("、").join(outside)})
        return cleaned

    def kind_chosen(self) -> ExportKind:
        """Return which kind of file is wanted."""
        return ExportKind(self.cleaned_data["kind"] or ExportKind.WORKBOOK)

    def choices_made(self) -> Choices:
        """Return what of the plan is wanted."""
        asked = self.cleaned_data
        ids = {name: [row.pk for row in asked[name]] for name in ID_NAMES}
        return chosen(ids | {"with_postings": asked["postings"] != "without"})
