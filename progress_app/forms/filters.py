"""What is to be seen of a desk."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.queries.desks import led_targets, reporting_unions


class ReviewFilterForm(forms.Form):
    """What an officer wants to see of the desk."""

    target = forms.ModelChoiceField(
        label=_("指标"), queryset=None, required=False, empty_label=_("全部指标")
    )
    union = forms.ModelChoiceField(
        label=_("单位"), queryset=None, required=False, empty_label=_("全部单位")
    )

    def __init__(self, data: Mapping[str, Any], *, access: Any, at: Any) -> None:
        """Offer what the desk can hold."""
        super().__init__(data)
        self.fields["target"].queryset = led_targets(access)
        self.fields["union"].queryset = reporting_unions(at)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select form-select-sm"

    def wanted(self) -> dict[str, Any]:
        """Return the filters that were understood; what is not known filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

    def query(self, *, page: int | None = None) -> str:
        """Return the filters as the end of an address: "" or "?target=3&page=2"."""
        chosen = {name: row.pk for name, row in self.wanted().items() if row}
        if page is not None:
            chosen["page"] = page
        return f"?{urlencode(chosen)}" if chosen else ""
