"""What every request is given before a view sees it."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from unions_app.queries import access_of, current_installation, portal_time
from unions_app.rules import Access
from unions_app.views.errors import is_for_programs, service_unavailable

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
TOUCH_SECONDS = 60


class DatabaseDownMiddleware:
    """Answer 503 and say that nothing was lost when the database cannot be reached."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a lost database into a page; leave every other error alone."""
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        logger.error("database unreachable: %s", exception)
        return service_unavailable(request)


class LanguageMiddleware:
    """Chinese first; English where the person chose it.

    Accept-Language counts for programs only: they have no switch to press, and what a
    person's browser says was chosen by whoever set the computer up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language of the cookie, or of the program's header."""
        code = self._language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            if is_for_programs(request):
                patch_vary_headers(response, ("Accept-Language",))
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response

    def _language_of(self, request: HttpRequest) -> str:
        if is_for_programs(request):
            return translation.get_language_from_request(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = {code for code, _name in settings.LANGUAGES}
        return chosen if chosen in known else settings.LANGUAGE_CODE


class PortalMiddleware:
    """Give the request its moment, its installation and what the person may do."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the clock here, once: everything below takes the moment as given."""
        request.installation = current_installation()
        request.moment = portal_time(
            installation=request.installation, at=timezone.now()
        )
        request.access = Access()
        if request.user.is_authenticated:
            request.access = access_of(person_id=request.user.pk, at=request.moment)
            self._touch(request)
        return self.get_response(request)

    def _touch(self, request: HttpRequest) -> None:
        """Move the idle limit on, with at most one session write a minute."""
        now = int(timezone.now().timestamp())
        if now - request.session.get("seen_at", 0) >= TOUCH_SECONDS:
            request.session["seen_at"] = now
