"""The form that makes an access token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unions_app.enums import TokenScope
from unions_app.models import Person, Union

LIVES = ((30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("365 天")))
EXPIRED = _("页面已过期，请刷新后重试")


class TokenForm(forms.Form):
    """What a token is for, and the password again: a browser left open makes none."""

    client_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": EXPIRED, "invalid": EXPIRED},
    )
    name = forms.CharField(
        label=_("用途"),
        max_length=60,
        help_text=_("例如：区县业务系统月报"),
        error_messages={"required": _("请写明用途"), "max_length": _("请不超过60字")},
    )
    union = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Union.objects.none(),
        empty_label=None,
        error_messages={"required": _("请选择单位"), "invalid_choice": _("请选择单位")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        choices=TokenScope.choices,
        initial=[TokenScope.READ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": _("请至少选择一项权限")},
    )
    days = forms.TypedChoiceField(
        label=_("有效期"),
        choices=LIVES,
        initial=90,
        coerce=int,
        error_messages={"required": _("请选择有效期")},
    )
    password = forms.CharField(
        label=_("登录密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("令牌能代您办事，所以新建时再核对一次密码"),
        error_messages={"required": _("请输入密码")},
    )

    def __init__(self, person: Person, unions: Any, *args: Any, **kwargs: Any) -> None:
        """Offer the unions where the person has a role today."""
        super().__init__(*args, label_suffix="", **kwargs)
        self.person = person
        self.fields["union"].queryset = unions
        for name in ("name", "password"):
            self.fields[name].widget.attrs["class"] = "form-control"
        for name in ("union", "days"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        password = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("密码不正确"))
        return password
