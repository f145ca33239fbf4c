"""Receipts of requests: a retry changes nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from unionplan.lib.chain import body_hash
from unions_app.models import (
    Receipt,
)


class AlreadyDoneError(Exception):
    """The request with this key has had its effect; ``response`` is what it said."""

    def __init__(self, response: dict[str, Any]) -> None:
        """Keep the first answer."""
        super().__init__("already done")
        self.response = response


class KeyReusedError(Exception):
    """The key was used before for another request."""


def take_receipt(*, key: UUID, person_id: int, body: object, at: datetime) -> Receipt:
    """Claim a client key in the caller's transaction; a retry never gets past here.

    Errors: AlreadyDoneError for the same request again, KeyReusedError for another
    one under the same key.
    """
    digest = body_hash(body)
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                key=key, person_id=person_id, body_hash=digest, received_at=at
            )
    except IntegrityError:
        earlier = Receipt.objects.get(pk=key)
    if earlier.body_hash != digest or earlier.person_id != person_id:
        raise KeyReusedError
    raise AlreadyDoneError(earlier.response)
