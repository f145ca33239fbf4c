"""Opening a locked period again."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress_app.forms.keys import (
    KeyForm,
    storable,
    words_field,
)


def day_field(label: str | Promise) -> forms.DateField:
    """Return a day; what is done until it is done until its 24:00."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}
        ),
        validators=(
            MinValueValidator(date(2000, 1, 1)),
            MaxValueValidator(date(2999, 12, 31)),
        ),
        help_text=_("到当日24:00为止，最长31天；到时自动重新锁定"),
        error_messages={
            "required": _("请填写日期"),
            "invalid": _("没有看懂这个日期，请写成 2024-10-31"),
        },
    )


class AskExceptionForm(KeyForm):
    """A union's request to open a locked period again."""

    why = words_field(_("申请原因"), required=_("请写明为什么要补报"))
    until = day_field(_("申请开放至"))

    def clean_why(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["why"])


class GrantExceptionForm(KeyForm):
    """An administrator's decision to open a period again."""

    until = day_field(_("开放至"))
    words = words_field(_("决定说明"), required=_("请写明理由，申请人会看到"))

    def clean_words(self) -> str:
        """Refuse what cannot be stored."""
        return storable(self.cleaned_data["words"])


class RefuseExceptionForm(GrantExceptionForm):
    """The other decision: no day is needed, what was typed as one stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for words only."""
        super().__init__(*args, **kwargs)
        self.fields["until"].required = False
