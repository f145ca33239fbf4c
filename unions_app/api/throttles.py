"""How often may be asked: by a person or token, by an address, with a wrong token."""

from typing import Any

from django.conf import settings
from django.views import View
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from unionplan.lib.chain import body_hash


class Limit(SimpleRateThrottle):
    """A limit of the settings, counted in the cache that all processes share."""

    def get_rate(self) -> str:
        """Return the limit as set now."""
        return settings.API_RATES[self.scope]

    def who(self, request: Request) -> Any:
        """Return whom the limit is counted for."""
        raise NotImplementedError

    def get_cache_key(self, request: Request, view: View | None) -> str:
        """Return where it is counted."""
        return f"api:{self.scope}:{body_hash(self.who(request))}"


class ByPerson(Limit):
    """Counts each token for itself, and what a person does in the browser."""

    scope = "person"

    def who(self, request: Request) -> list[Any]:
        """Return the token, or the person."""
        return [request.auth.pk if request.auth else None, request.user.pk]


class ByAddress(Limit):
    """Counts all that comes from one address."""

    scope = "address"

    def who(self, request: Request) -> str:
        """Return the address, seen through as many proxies as are trusted."""
        return str(self.get_ident(request))


class FailedTokens(ByAddress):
    """Counts tokens that open nothing; asking alone counts nothing."""

    scope = "failed"

    def throttle_success(self) -> bool:
        """Let through, uncounted."""
        return True

    def count(self) -> None:
        """Count one that opened nothing."""
        self.history.insert(0, self.now)
        self.cache.set(self.key, self.history, self.duration)
