"""Who may open a screen: decorators for the views of every app."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_htmx.http import HttpResponseClientRedirect

from unions_app.rules import Access
from unions_app.views.errors import wants_json

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: View[P]) -> View[P]:
    """Send strangers to the sign-in page, and back here afterwards.

    A script gets 401 and {"error": "signed_out"} and keeps what was typed; htmx is
    told to leave the page.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"error": "signed_out"}, status=401)
        to_sign_in = redirect_to_login(_page_of(request))
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(to_sign_in.url)
        return to_sign_in

    return opened


def allowed(
    may: Callable[[Access], bool],
) -> Callable[[View[P]], View[P]]:
    """Open a screen to the people of whom ``may`` is true; 403 for others.

    ``may`` is a predicate of unions_app.rules. Screens about one object need no more
    than ``signed_in``: the query that loads the object answers 404.
    """

    def guard(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def opened(
            request: HttpRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not may(request.access):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return opened

    return guard


def _page_of(request: HttpRequest) -> str:
    """Return the address to come back to: never one that only answers POST."""
    return request.get_full_path() if request.method == "GET" else "/"
