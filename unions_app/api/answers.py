"""Answers that are no lists of rows: one page of the portal as data."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from unions_app.api.permissions import HoldsARole
from unions_app.rules import Access, holds_a_role


class MayAsk(BasePermission):
    """Opens an answer to those to whom its page opens."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the person may open the page."""
        return bool(view.may(request.access))


class PortalAnswer(APIView):
    """An answer for whom ``may`` is true; ``asks`` names the parameters it reads."""

    permission_classes = (HoldsARole, MayAsk)
    http_method_names = ("get", "head")
    may: Callable[[Access], bool] = staticmethod(holds_a_role)
    asks: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters that nobody reads."""
        super().initial(request, *args, **kwargs)
        names = ", ".join(self.asks) or "—"
        message = _("没有这个筛选条件。可用的有：%(names)s") % {"names": names}
        unknown = sorted(set(request.query_params) - set(self.asks))
        if request.method == "GET" and unknown:
            raise ValidationError({name: [message] for name in unknown})
