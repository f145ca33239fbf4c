"""What people keep for themselves: saved views, pins and their digest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports_app.rules.saved_views import savable


class SavedViewForm(forms.Form):
    """A name, and the address it stands for, read as path and query."""

    name = forms.CharField(
        max_length=30,
        error_messages={
            "required": _("请给这个视图起个名字"),
            "max_length": _("视图的名字最多 30 个字"),
        },
    )
    address = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("这个页面不能存为视图"),
            "max_length": _("这个页面不能存为视图"),
        },
    )

    def clean_address(self) -> tuple[str, str]:
        """Return path and query of a screen that can be kept."""
        kept = savable(self.cleaned_data["address"])
        if kept is None:
            raise forms.ValidationError(_("这个页面不能存为视图"))
        return kept

    @property
    def reason(self) -> str:
        """The first thing that is wrong."""
        return str(next(iter(self.errors.values()))[0])


class PinMoveForm(forms.Form):
    """Which way a pin is moved."""

    direction = forms.TypedChoiceField(
        choices=[("-1", "forward"), ("1", "back")], coerce=int
    )


class DigestChoiceForm(forms.Form):
    """Whether the monthly digest is wanted."""

    wanted = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
