"""What a program asks for with an idempotency key: done once, answered alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from unions_app.actions.receipts import AlreadyDoneError, take_receipt

Answer = dict[str, Any]


@transaction.atomic
def answer_once(
    *,
    key: UUID,
    person_id: int,
    body: object,
    at: datetime,
    act: Callable[[], Answer],
) -> Answer:
    """Act, and keep the answer with the key: the same request again is told the same.

    What ``act`` refuses leaves no receipt, so it may be asked for again. Errors:
    KeyReusedError, and those of ``act``, which takes a key of its own.
    """
    try:
        receipt = take_receipt(key=key, person_id=person_id, body=body, at=at)
    except AlreadyDoneError as done:
        return done.response
    answer = act()
    receipt.response = answer
    receipt.save(update_fields=["response"])
    return answer
