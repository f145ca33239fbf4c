"""Who may ask the API at all, and for what a token was made."""

from django.views import View
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

from unions_app.enums import TokenScope


class HoldsARole(IsAuthenticated):
    """Signed in, with a role anywhere today."""

    def has_permission(self, request: Request, view: View) -> bool:
        """Return whether the person may read anything at all."""
        if not super().has_permission(request, view) or not request.access.grants:
            return False
        if request.auth is not None and needed_scope(view, request) not in (
            request.auth.scopes
        ):
            raise PermissionDenied(code="scope_missing")
        return True


def needed_scope(view: View, request: Request) -> TokenScope:
    """Return what a token must be made for; a view may name a scope of its own."""
    is_read = request.method in SAFE_METHODS
    usual = TokenScope.READ if is_read else TokenScope.REPORT
    return getattr(view, "scope", usual)
