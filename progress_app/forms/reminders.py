"""Reminding unions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.forms.keys import (
    KeyForm,
    storable,
    words_field,
)


class RemindForm(KeyForm):
    """Which unions are reminded, and in what words."""

    union = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("请至少选择一个单位"),
            "invalid_choice": _("所选单位已经提交，或不在本期报送范围；请核对后再发"),
        },
    )
    words = words_field(_("催报内容"), required=_("请写明催报内容"))

    def __init__(self, *args: Any, unions: Iterable[int], **kwargs: Any) -> None:
        """Offer the unions that are waited for."""
        super().__init__(*args, **kwargs)
        self.fields["union"].choices = [(pk, pk) for pk in unions]

    def clean_words(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["words"])
