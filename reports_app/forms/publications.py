"""What a person decides about a publication."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports_app.forms.exports import AsOfField


class PublicationForm(forms.Form):
    """Its title, the moment it tells, and why it withdraws another one."""

    title = forms.CharField(
        label=_("标题"),
        max_length=100,
        error_messages={"required": _("请填写标题")},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    reason = forms.CharField(
        label=_("作废原因"),
        max_length=200,
        error_messages={"required": _("请写明原来那一期错在哪里")},
        help_text=_("会印在新的一期里，也显示在被代替的一期上"),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    client_key = forms.UUIDField(required=False)

    def __init__(
        self, *args: Any, now: datetime, is_successor: bool, **kwargs: Any
    ) -> None:
        """Offer every moment until now; ask for a reason where one is withdrawn."""
        super().__init__(*args, **kwargs)
        if not is_successor:
            del self.fields["reason"]
        self.fields["as_of"] = AsOfField(
            now=now,
            label=_("截至"),
            help_text=_(
                "留空为现在；也可填日期（如 2024-10-20，当天24时）或入账序号。"
                "选在上一期已过报送截止日、下一期还没有开放的日子，数最完整"
            ),
            widget=forms.TextInput(
                attrs={"class": "form-control", "placeholder": _("现在")}
            ),
        )
