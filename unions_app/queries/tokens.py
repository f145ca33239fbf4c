"""Reads about access tokens."""

import hashlib
from datetime import datetime

from unions_app.models import ApiToken
from unions_app.querysets import ApiTokenQuerySet
from unions_app.rules import Access


def secret_hash(secret: str) -> str:
    """Return what is stored of a secret. It is random, so one plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_presented(secret: str, *, at: datetime) -> ApiToken | None:
    """Return the token of a secret if it opens anything now. Cost: one query."""
    rows = ApiToken.objects.alive(at).filter(person__is_active=True)
    found: ApiToken | None = (
        rows.select_related("person").filter(secret_hash=secret_hash(secret)).first()
    )
    return found


def tokens_for(access: Access) -> ApiTokenQuerySet[ApiToken]:
    """Return a person's own tokens, the newest first."""
    return ApiToken.objects.visible_to(access).select_related("union")


def token_for(access: Access, pk: int) -> ApiToken:
    """Return a token of the person's own. Errors: ApiToken.DoesNotExist."""
    return tokens_for(access).get(pk=pk)
