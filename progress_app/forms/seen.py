"""Decisions on many entries at once, each with what was seen of it."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.forms.cells import MOST_CELLS
from progress_app.forms.keys import (
    KeyForm,
    is_whole_number,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of an entry: its version, and the figure as it was told."""

    version: int
    figure: str


class VersionsForm(KeyForm):
    """Many entries at once, each with what was seen of it ("12:3:40 个")."""

    seen = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    def clean_seen(self) -> dict[int, Seen]:
        """Return what was seen, by entry id."""
        found: dict[int, Seen] = {}
        for text in self.data.getlist(self.add_prefix("seen")):
            entry_id, version, figure = [*text.split(":", 2), "", ""][:3]
            if not (is_whole_number(entry_id) and is_whole_number(version)):
                raise forms.ValidationError(_("页面已过期，请刷新后重试"))
            found[int(entry_id)] = Seen(int(version), figure[:100])
        if not found:
            raise forms.ValidationError(_("请先勾选要通过的项目"))
        if len(found) > MOST_CELLS:
            raise forms.ValidationError(_("一次最多处理200项"))
        return found
