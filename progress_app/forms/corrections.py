"""Corrections of accepted figures, and the files that support a figure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.enums import (
    CorrectionReason,
    Presence,
    Stage,
)
from progress_app.forms.keys import (
    LARGEST_ID,
    LARGEST_VERSION,
    KeyForm,
    storable,
    words_field,
)
from progress_app.rules.figures import NUMBER_FIELDS
from targets_app.enums import TargetKind
from targets_app.models import Target


class EvidenceForm(KeyForm):
    """One file that supports a figure."""

    file = forms.FileField(
        label=_("佐证材料"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control"}),
        help_text=_("PDF、PNG、JPEG、XLSX或DOCX，每份不超过20 MB，最多10份"),
        error_messages={"required": _("请先选择一个文件")},
    )


class CorrectionForm(EvidenceForm):
    """A proposal: the figure's fields are those that the target's kind asks for."""

    seen = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    absent = forms.BooleanField(
        label=_("更正为“本期无此项”"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    reason_code = forms.ChoiceField(
        label=_("更正原因"),
        choices=[("", _("请选择原因")), *CorrectionReason.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("请选择更正原因")},
    )
    words = words_field(_("更正说明"), required=_("请写明哪里不对、新数从何而来"))
    reference = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text=_("没有佐证文件时必填：写明文号、会议纪要或台账名称，供审核人查对"),
        error_messages={"max_length": _("请不超过200字")},
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        """Ask for the figure as the grid does."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        self.figure_names = [*NUMBER_FIELDS[TargetKind(target.kind)]]
        labels = {
            "quantity": _("更正后的数"),
            "numerator": target.numerator_name,
            "denominator": target.denominator_name,
        }
        for name in self.figure_names:
            attrs = {"class": "form-control number-input", "inputmode": "decimal"}
            self.fields[name] = forms.CharField(
                label=labels[name],
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs=attrs),
            )
        if not self.figure_names:
            self.figure_names = ["stage"]
            self.fields["stage"] = forms.ChoiceField(
                label=_("进展阶段"),
                required=False,
                choices=[("", _("请选择阶段")), *Stage.choices],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean_words(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["words"])

    def clean_reference(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["reference"])

    def figure_fields(self) -> list[forms.BoundField]:
        """Return the fields of the new figure, in their order."""
        return [self[name] for name in self.figure_names]

    def raw(self) -> dict[str, str]:
        """Return the new figure as it was typed."""
        raw = {name: self.cleaned_data[name] for name in self.figure_names}
        is_absent = self.cleaned_data["absent"]
        return raw | ({"presence": Presence.NOT_APPLICABLE} if is_absent else {})


class CorrectionDecisionForm(KeyForm):
    """A decision on the version of a correction that the person saw."""

    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput
    )
    words = words_field(_("审核意见"))

    def clean_words(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["words"])


class CorrectionRefusalForm(CorrectionDecisionForm):
    """A refusal says why."""

    words = words_field(_("审核意见"), required=_("不同意时请写明理由，提出人会看到"))
