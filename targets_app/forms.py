"""Forms of targets, their versions, quotas and periods, as administrators keep them."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from targets_app.enums import PaceKind, PeriodKind, TargetKind, Unit
from targets_app.models import (
    PaceCurve,
    Quota,
    ReportingPeriod,
    Target,
    TargetDefinition,
)
from targets_app.rules import curve_errors, owes
from tasks_app.models import Measure
from unionplan.lib.numbers import NotANumberError, decimal_places, parse_decimal, plain

CURVE_ERRORS = {
    "unexpected": _("只有自定曲线才填各月累计百分比，请清空"),
    "count": _("请填十二个数，每月一个"),
    "number": _("每个数须在0到100之间"),
    "falls": _("累计百分比不能比上月低"),
    "end": _("第十二个数须为100"),
}
SEPARATORS = re.compile(r"[\s,、;]+")
DATES_IN_ORDER = ("starts_on", "opens_on", "due_on", "locks_on")
LAST_NUMBER = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}


class TargetForm(forms.ModelForm):
    """One promise of a measure."""

    class Meta:
        model = Target
        fields = (
            "plan",
            "measure",
            "position",
            "code",
            "name",
            "quote",
            "kind",
            "unit",
            "amount",
            "comparator",
            "strength",
            "source",
            "territorial_only",
            "lead_department",
            "numerator_name",
            "denominator_name",
            "decimal_places",
            "carry_forward_periods",
            "itemised",
            "evidence_required",
            "open_question",
        )
        widgets = {
            "quote": forms.Textarea({"rows": 3}),
            "open_question": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the amount as a person would write it."""
        super().__init__(*args, **kwargs)
        if self.instance.amount is not None:
            self.initial["amount"] = Decimal(plain(self.instance.amount))

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts the measure's text or the kind of target."""
        data = super().clean() or {}
        self._check_words(data)
        kind = self._value(data, "kind")
        self._check_amount(kind, data)
        self._check_rate(kind, data)
        return data

    def _value(self, data: dict[str, Any], name: str) -> Any:
        """Return a field's value; the stored one where the page only shows it."""
        if name in self.fields:
            return data.get(name)
        return getattr(self.instance, name)

    def _check_words(self, data: dict[str, Any]) -> None:
        plan, measure = self._value(data, "plan"), self._value(data, "measure")
        if plan and measure and measure.task.area.plan_id != plan.pk:
            self.add_error("measure", _("这条举措不属于所选的年度计划"))
        if measure and data.get("quote") and data["quote"] not in measure.text:
            self.add_error("quote", _("摘引须与举措原文一字不差"))

    def _check_amount(self, kind: str | None, data: dict[str, Any]) -> None:
        if "amount" in self.errors or kind is None:
            return
        amount = data.get("amount")
        if kind == TargetKind.MILESTONE:
            if amount is not None:
                self.add_error("amount", _("推进事项没有目标值，请留空"))
        elif amount is None or amount <= 0:
            self.add_error("amount", _("请填大于0的目标值"))
        elif kind == TargetKind.RATIO and amount > 100:
            self.add_error("amount", _("比率的目标值不能大于100"))

    def _check_rate(self, kind: str | None, data: dict[str, Any]) -> None:
        unit = self._value(data, "unit")
        if kind and unit and (kind == TargetKind.RATIO) != (unit == Unit.PERCENT):
            self.add_error("unit", _("比率的单位是 %，其他类型的单位不能是 %"))
        if kind == TargetKind.RATIO:
            for name in ("numerator_name", "denominator_name"):
                if not data.get(name):
                    self.add_error(name, _("比率须写明分子和分母"))


class VersionFormSet(forms.BaseInlineFormSet):
    """Versions of something of a target: landed ones stay, a new one follows them."""

    def clean(self) -> None:
        """Refuse a new version that would take effect before an earlier one."""
        super().clean()
        landed = [version.effective_on for version in self.get_queryset()]
        for form in self.extra_forms:
            effective_on = form.cleaned_data.get("effective_on")
            if effective_on and landed and effective_on < max(landed):
                form.add_error("effective_on", _("新版本的生效日期不能早于上一版本"))


class VersionForm(forms.ModelForm):
    """One version; its number is given, not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the number from the formset, whatever the browser sends."""
        super().__init__(*args, **kwargs)
        # A landed version is only shown, and has no fields.
        if "version" in self.fields:
            self.fields["version"].disabled = True


class DefinitionForm(VersionForm):
    """One version of a definition."""

    class Meta:
        model = TargetDefinition
        fields = ("version", "effective_on", "text", "counts", "excludes")
        widgets = {"version": forms.HiddenInput}


class SharesField(forms.CharField):
    """Twelve cumulative percentages in one line; empty for none."""

    def to_python(self, value: Any) -> list[str]:
        """Return the numbers as plain texts. Errors: ValidationError."""
        folded = unicodedata.normalize("NFKC", super().to_python(value)).strip()
        words = [word for word in SEPARATORS.split(folded) if word]
        try:
            return [plain(parse_decimal(word)) for word in words]
        except NotANumberError as error:
            raise ValidationError(
                _("没有看懂“%(word)s”，请只填数字，用空格隔开"),
                params={"word": str(error)},
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """Show stored shares as they are typed."""
        return " ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not how it is spaced."""
        shown = self.prepare_value(initial) or ""
        return super().has_changed(shown, " ".join((data or "").split()))


class CurveForm(VersionForm):
    """One version of a pace curve."""

    shares = SharesField(
        label=_("各月累计百分比"),
        required=False,
        help_text=_("仅自定曲线填写：十二个数，用空格隔开，最后一个为100"),
    )

    class Meta:
        model = PaceCurve
        fields = ("version", "effective_on", "kind", "due_month", "shares")
        widgets = {"version": forms.HiddenInput}

    def clean(self) -> dict[str, Any]:
        """Refuse a month or shares that do not go with the shape."""
        data = super().clean() or {}
        kind = data.get("kind")
        if kind == PaceKind.STEP and not data.get("due_month"):
            self.add_error("due_month", _("到期一次完成的曲线须填到期月份"))
        elif kind and kind != PaceKind.STEP and data.get("due_month"):
            self.add_error("due_month", _("只有到期一次完成的曲线才填到期月份"))
        if kind and "shares" not in self.errors:
            for code in curve_errors(kind=kind, shares=data["shares"]):
                self.add_error("shares", CURVE_ERRORS[code])
        return data


class QuotaForm(forms.ModelForm):
    """One union's share of a target from a day on."""

    class Meta:
        model = Quota
        fields = ("target", "union", "amount", "effective_on", "reason")

    def clean(self) -> dict[str, Any]:
        """Refuse a share of what has none, for who does not owe it, or unexplained."""
        data = super().clean() or {}
        target, union = data.get("target"), data.get("union")
        if target:
            self._check_amount(target, data.get("amount"))
        if target and union:
            self._check_union(target, union)
            earlier = Quota.objects.filter(target=target, union=union)
            if earlier.exists() and not data.get("reason"):
                self.add_error("reason", _("调整分解任务数须写明原因"))
        return data

    def _check_amount(self, target: Target, amount: Any) -> None:
        if target.kind in (TargetKind.RATIO, TargetKind.MILESTONE):
            self.add_error("target", _("比率和推进事项不分解任务数"))
        elif amount is not None and decimal_places(amount) > target.decimal_places:
            self.add_error("amount", _("小数位数过多，请按指标的小数位数填写"))

    def _check_union(self, target: Target, union: Any) -> None:
        if not owes(
            source=target.source,
            territorial_only=target.territorial_only,
            lead_department_id=target.lead_department_id,
            union_id=union.pk,
            union_kind=union.kind,
        ):
            self.add_error("union", _("该单位不填报这项指标，不能分解任务数"))


class PeriodForm(forms.ModelForm):
    """One reporting period."""

    class Meta:
        model = ReportingPeriod
        fields = ("plan", "kind", "number", "starts_on", "ends_on", *DATES_IN_ORDER[1:])

    def clean(self) -> dict[str, Any]:
        """Refuse dates out of order and a month or quarter that no year has."""
        data = super().clean() or {}
        self._check_order(data, ("starts_on", "ends_on"))
        self._check_order(data, DATES_IN_ORDER)
        kind, number = data.get("kind"), data.get("number")
        if kind and number is not None and not 1 <= number <= LAST_NUMBER[kind]:
            self.add_error("number", _("期次须在一年的月份或季度之内"))
        return data

    def _check_order(self, data: dict[str, Any], names: Sequence[str]) -> None:
        for earlier, later in pairwise(names):
            if data.get(earlier) and data.get(later) and data[later] < data[earlier]:
                self.add_error(
                    later,
                    ValidationError(
                        _("%(later)s不能早于%(earlier)s"),
                        params={
                            "later": self.fields[later].label,
                            "earlier": self.fields[earlier].label,
                        },
                    ),
                )


class MeasureForm(forms.ModelForm):
    """One bullet of the plan; its targets go on quoting it."""

    class Meta:
        model = Measure
        fields = ("task", "position", "text")

    def clean_text(self) -> str:
        """Refuse a text that no longer holds what a target quotes from it."""
        text = self.cleaned_data["text"]
        quotes = Target.objects.filter(measure=self.instance.pk)
        for quote in quotes.values_list("quote", flat=True):
            if quote not in text:
                raise ValidationError(
                    _("指标摘引了“%(quote)s”，原文中须保留"), params={"quote": quote}
                )
        return text
