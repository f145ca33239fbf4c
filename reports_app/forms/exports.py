"""What a person asks for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.queries.as_of import AsOf, AsOfError, read_as_of
from reports_app.queries.exports import exportable_plans
from tasks_app.models import Plan


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


class ExportForm(forms.Form):
    """Which plan's workbook, and as of when."""

    plan = forms.ModelChoiceField(
        label=_("年度计划"),
        queryset=Plan.objects.none(),
        empty_label=None,
        error_messages={
            "invalid_choice": _("没有这个年度计划，请从列表中选择"),
            "required": _("请选择年度计划"),
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    client_key = forms.UUIDField(
        error_messages={
            "invalid": _("页面已失效，请刷新后再申请"),
            "required": _("页面已失效，请刷新后再申请"),
        }
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """Offer every plan that has been put in force, and every moment until now."""
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = exportable_plans()
        self.fields["as_of"] = AsOfField(
            now=now,
            label=_("截至"),
            help_text=_(
                "留空为现在；也可填日期（如 2024-09-30，当天24时）或入账序号，"
                "按当时账上的数生成"
            ),
            widget=forms.TextInput(
                attrs={"class": "form-control", "placeholder": _("现在")}
            ),
        )
