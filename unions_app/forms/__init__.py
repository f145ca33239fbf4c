"""Forms of signing in, and of access tokens."""

from unions_app.forms.account import ChangePasswordForm, SignInForm
from unions_app.forms.tokens import TokenForm

__all__ = ["ChangePasswordForm", "SignInForm", "TokenForm"]
