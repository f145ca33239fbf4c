"""Items of a register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from progress_app.forms.keys import LARGEST_VERSION, KeyForm
from progress_app.rules.items import ITEM_FIELDS

BLOCK_LENGTH = 200_000
MOST_ROWS = 500


class ItemForm(KeyForm):
    """An item as it was typed; the action says what is wrong with its texts."""

    @property
    def raw(self) -> dict[str, str]:
        """The texts by field."""
        return {name: self.data.get(name, "") for name in ITEM_FIELDS}


class ItemVersionForm(ItemForm):
    """A change of an item, and the version of it that the person saw."""

    version = forms.IntegerField(
        min_value=0,
        max_value=LARGEST_VERSION,
        error_messages={"required": _("页面已过期，请刷新后重试")},
    )


class BlockForm(KeyForm):
    """A block copied from a spreadsheet."""

    text = forms.CharField(
        max_length=BLOCK_LENGTH,
        strip=False,
        error_messages={
            "required": _("请先粘贴要登记的内容"),
            "max_length": _("内容过长，请分几次粘贴"),
        },
    )

    def clean_text(self) -> str:
        """Refuse what is blank, and more rows than a page can show."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("请先粘贴要登记的内容"))
        if text.count("\n") > MOST_ROWS:
            raise forms.ValidationError(_("一次最多粘贴500行，请分几次粘贴"))
        return text
