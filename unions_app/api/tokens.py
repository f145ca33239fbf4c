"""Who asks: the bearer of a token, or a person signed in to the portal."""

from django.conf import settings
from django.utils import translation
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request

from unions_app.actions.tokens import note_use
from unions_app.api.throttles import FailedTokens
from unions_app.models import ApiToken, Person
from unions_app.queries import access_of, token_presented
from unions_app.rules import narrowed_to

SCHEME = "bearer"


class BearerAuthentication(BaseAuthentication):
    """A token in the Authorization header: what its person may do, at its union."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """Return the person and the token; None where the header speaks of none."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        failed = FailedTokens()
        if not failed.allow_request(request, None):
            raise Throttled(failed.wait())
        token = token_presented(secret.strip(), at=request.moment)
        if token is None:
            failed.count()
            raise AuthenticationFailed
        access = access_of(person_id=token.person_id, at=request.moment)
        request._request.access = narrowed_to(access, token.union_id)
        speak_to(request, token.person)
        note_use(token=token, at=request.moment)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return 'Bearer realm="api"'


class PortalSession(SessionAuthentication):
    """The portal's own sign-in; a write needs the page's form token."""

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write without the form token, in our words."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(code="form_expired") from error


def speak_to(request: Request, person: Person) -> None:
    """Take the person's language where the request itself asks for none."""
    asks = "Accept-Language" in request.headers
    if asks or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    if person.language in dict(settings.LANGUAGES):
        translation.activate(person.language)
        request._request.LANGUAGE_CODE = person.language
