"""Who may ask the API at all, and for what a token was made."""

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView


class HoldsARole(IsAuthenticated):
    """Signed in, with a role anywhere today."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the person may read anything at all."""
        return super().has_permission(request, view) and bool(request.access.grants)
