"""What was found of one sampled posting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.forms.keys import LARGEST_VERSION, storable
from reports_app.actions.findings import FindingInput
from reports_app.enums import Outcome
from reports_app.models import Finding, SampleItem
from unionplan.lib.numbers import plain

FIELDS = ("outcome", "reduction", "note", "reference")


class FindingForm(forms.Form):
    """One row; its fields' names begin with the item's."""

    seen = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput
    )
    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=Outcome.choices,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        error_messages={
            "required": _("请选择结论"),
            "invalid_choice": _("没有这个结论，请从列表中选择"),
        },
    )
    reduction = forms.CharField(
        label=_("核减数"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-sm number-input",
                "inputmode": "decimal",
            }
        ),
        error_messages={"max_length": _("这个数过长，请核对")},
    )
    note = forms.CharField(
        label=_("核查情况"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(
            attrs={"class": "form-control form-control-sm", "rows": 1}
        ),
        error_messages={"max_length": _("请不超过2000字")},
    )
    reference = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
        error_messages={"max_length": _("请不超过200字")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        item: SampleItem,
        finding: Finding | None,
        amount: str,
    ) -> None:
        """Show what was found so far; ``amount`` is the posted figure as shown."""
        super().__init__(data, prefix=f"item-{item.pk}", initial=_told(finding))
        self.item, self.finding, self.amount = item, finding, amount
        for name in FIELDS:
            self.fields[name].widget.attrs["aria-label"] = (
                f"{item.position} {self.fields[name].label}"
            )

    def clean_note(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["note"])

    def clean_reference(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["reference"])

    def typed(self) -> FindingInput:
        """Return what was typed, for the action to read."""
        typed = self.cleaned_data
        return FindingInput(
            item_id=self.item.pk,
            seen=typed["seen"],
            outcome=Outcome(typed["outcome"]),
            reduction=typed["reduction"],
            note=typed["note"],
            reference=typed["reference"],
        )


def _told(finding: Finding | None) -> dict[str, Any]:
    if finding is None:
        return {"seen": 0, "outcome": Outcome.PENDING}
    told = {name: getattr(finding, name) for name in ("outcome", "note", "reference")}
    return told | {
        "seen": finding.version,
        "reduction": "" if finding.reduction is None else plain(finding.reduction),
    }
