"""Programs that ask the API with a token."""

from datetime import datetime
from uuid import uuid4

from django.test import Client

from tests.factories import union_called
from tests.people import NOW
from unions_app.actions import create_token
from unions_app.enums import TokenScope
from unions_app.models import ApiToken, Person

EVERYTHING = tuple(TokenScope)


def token_of(
    person: Person,
    union: str,
    *scopes: TokenScope,
    days: int = 90,
    at: datetime = NOW,
) -> tuple[ApiToken, str]:
    """Return a token of a person at a union, for everything unless told, and its secret."""
    return create_token(
        person_id=person.pk,
        union_id=union_called(union).pk,
        name="月报系统",
        scopes=scopes or EVERYTHING,
        days=days,
        at=at,
        client_key=uuid4(),
    )


def bearer(secret: str, **headers: str) -> Client:
    """Return a program that presents a token."""
    return Client(headers={"authorization": f"Bearer {secret}", **headers})


def program_of(person: Person, union: str, *scopes: TokenScope) -> Client:
    """Return a program that acts for a person at a union."""
    return bearer(token_of(person, union, *scopes)[1])
