"""The language switch."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from unions_app.actions import remember_language

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page; it holds on other computers too."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("unknown language")
    response = redirect(own_address(request, request.POST.get("next", "")))
    put_language(response, language)
    if request.user.is_authenticated:
        remember_language(person_id=request.user.pk, language=language)
    return response


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address if it leads to this host, otherwise the landing page.

    Only a whole path counts: ``redirect`` would take a bare word for a view's name.
    """
    is_own = address.startswith("/") and url_has_allowed_host_and_scheme(
        address,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    )
    return address if is_own else resolve_url("landing")


def put_language(response: HttpResponse, language: str) -> None:
    """Leave the language in the browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
