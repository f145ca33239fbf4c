"""Decisions on single entries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.enums import (
    ReturnReason,
)
from progress_app.forms.keys import (
    LARGEST_ID,
    LARGEST_VERSION,
    REASON_LENGTH,
    KeyForm,
    storable,
)


class DecisionForm(KeyForm):
    """A decision on the version of an entry that the person saw.

    ``seen`` is the figure as it stood on their page, to be shown beside a newer one;
    ``following`` the entry they want to go on with.
    """

    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput
    )
    seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    following = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )


class ReturnForm(DecisionForm):
    """A return, with words that help the reporter."""

    reason = forms.CharField(
        label=_("退回原因"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text=_("填报人会原样看到，请写明哪里不对、怎样改"),
        error_messages={
            "required": _("请写明退回原因，填报人才知道怎样改"),
            "max_length": _("退回原因请不超过500字"),
        },
    )

    @property
    def ready_reasons(self) -> list[str]:
        """Words that often fit, for a person to begin with."""
        return [str(words) for words in ReturnReason.labels]

    def clean_reason(self) -> str:
        """Refuse control characters: workbooks cannot hold them."""
        return storable(self.cleaned_data["reason"])
