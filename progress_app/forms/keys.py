"""What every form shares: the client key, and words that can be stored."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress_app.enums import (
    FigureProblem,
)
from progress_app.rules.figures import UNSTORABLE

LARGEST_ID = 2**63 - 1
LARGEST_VERSION = 2**31 - 1
REASON_LENGTH = 500


class KeyForm(forms.Form):
    """The key that every change carries, so that a second sending changes nothing."""

    client_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("页面已过期，请刷新后重试"),
            "invalid": _("页面已过期，请刷新后重试"),
        },
    )


def storable(text: str) -> str:
    """Return a text with plain line ends. Errors: ValidationError for control characters."""
    text = text.replace("\r\n", "\n")
    if UNSTORABLE.search(text):
        raise forms.ValidationError(FigureProblem.CONTROL_CHARACTER.label)
    return text


def words_field(label: str | Promise, *, required: str = "") -> forms.CharField:
    """Return a text of at most 500 characters; ``required`` is told when it is blank."""
    return forms.CharField(
        label=label,
        max_length=REASON_LENGTH,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": required, "max_length": _("请不超过500字")},
    )


def is_whole_number(text: str) -> bool:
    """Return whether a text is an id or a version as our pages send them."""
    return text.isascii() and text.isdigit() and len(text) <= 18
