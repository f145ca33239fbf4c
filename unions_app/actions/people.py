"""People: who they are, and in which language they read."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from unions_app.actions.audit import Happening, record
from unions_app.enums import Role
from unions_app.models import (
    Membership,
    Person,
)


@transaction.atomic
def remember_language(*, person_id: int, language: str) -> None:
    """Keep the language a person chose, for the next sign-in on any computer."""
    Person.objects.filter(pk=person_id).update(language=language)


@transaction.atomic
def create_person(
    *,
    username: str,
    name: str,
    password: str | None,
    grants: Sequence[tuple[Role, int]],
    by_person_id: int | None,
    at: datetime,
) -> Person:
    """Create a person with roles at unions; without a password it cannot sign in."""
    person = Person.objects.create_user(username, password=password, name=name)
    Membership.objects.bulk_create(
        Membership(person=person, role=role, union_id=union_id)
        for role, union_id in grants
    )
    happening = Happening(
        action="person.created",
        subject=f"person:{person.pk}",
        detail={"grants": [[role, union_id] for role, union_id in grants]},
    )
    record(happenings=[happening], person_id=by_person_id, at=at)
    return person
