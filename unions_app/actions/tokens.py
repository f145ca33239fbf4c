"""Access tokens: made, used, revoked."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from unions_app.actions.audit import Happening, record
from unions_app.actions.receipts import take_receipt
from unions_app.enums import TokenScope
from unions_app.models import ApiToken, Person
from unions_app.queries.tokens import secret_hash

MARK = "upt_"
"""What every token begins with, so that a scanner of texts can find one."""
SHOWN_LETTERS = 12
MOST_ALIVE = 20
LONGEST_DAYS = 365
NOTED_EVERY = timedelta(minutes=5)


class TooManyTokensError(Exception):
    """The person has as many tokens as one can look after."""


@transaction.atomic
def create_token(
    *,
    person_id: int,
    union_id: int,
    name: str,
    scopes: Sequence[TokenScope],
    days: int,
    at: datetime,
    client_key: UUID,
) -> tuple[ApiToken, str]:
    """Return a new token and its secret, which nobody can tell again.

    Errors: TooManyTokensError; AlreadyDoneError and KeyReusedError of ``take_receipt``.
    """
    asked = sorted(set(scopes))
    body = ["token", union_id, name, asked, days]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if ApiToken.objects.filter(person=person_id).alive(at).count() >= MOST_ALIVE:
        raise TooManyTokensError
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person_id=person_id,
        union_id=union_id,
        name=name,
        scopes=asked,
        prefix=secret[:SHOWN_LETTERS],
        secret_hash=secret_hash(secret),
        created_at=at,
        expires_at=at + timedelta(days=min(days, LONGEST_DAYS)),
    )
    _note(token, "token.created", at, scopes=asked, days=days)
    receipt.response = {"token": token.pk}
    receipt.save(update_fields=["response"])
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, at: datetime) -> bool:
    """End a token at once; return whether it was still alive."""
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=at):
        return False
    _note(token, "token.revoked", at)
    return True


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Leave word that a token is in use, with at most one write in five minutes."""
    if token.last_used_at is None or at - token.last_used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _note(token: ApiToken, action: str, at: datetime, **detail: object) -> None:
    happening = Happening(
        action=action,
        subject=f"token:{token.pk}",
        union_id=token.union_id,
        detail=detail,
    )
    record(happenings=[happening], person_id=token.person_id, at=at)
