"""Forms of signing in."""

from typing import Any

from allauth.account.forms import LoginForm
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """A user name and a password; the adapter counts the failed tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields our way."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, label, request in (
            ("login", _("用户名"), _("请输入用户名")),
            ("password", _("密码"), _("请输入密码")),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = request
            self.fields[name].help_text = ""
            attributes = self.fields[name].widget.attrs
            attributes.pop("placeholder", None)
            attributes["class"] = "form-control"

    @property
    def is_locked_out(self) -> bool:
        """Whether the try was refused unread, because of the tries before it."""
        return self.has_error("__all__", code="too_many_login_attempts")


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the fields."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
