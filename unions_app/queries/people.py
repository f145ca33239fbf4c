"""Reads about people and what they may do."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from unionplan.lib.dates import local_date
from unions_app.enums import Role
from unions_app.models import (
    Membership,
    Person,
)
from unions_app.rules import Access, Grant


def access_of(*, person_id: int, at: datetime) -> Access:
    """Return what a person may do at a moment. Cost: one query."""
    rows = Membership.objects.filter(person=person_id).current(local_date(at))
    grants = rows.values_list("role", "union_id")
    return Access(
        person_id=person_id,
        grants=frozenset(Grant(Role(role), union_id) for role, union_id in grants),
    )


def reporters_of(union_ids: Collection[int], *, on: date) -> dict[int, list[Person]]:
    """Return who reports for unions on a day, by union id; [] where nobody does.

    Where a department has no reporter its officers report. Cost: one query.
    """
    rows = Membership.objects.filter(
        union__in=union_ids,
        role__in=(Role.REPORTER, Role.OFFICER),
        person__is_active=True,
    ).current(on)
    held: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for row in rows.select_related("person").order_by("person"):
        held[row.union_id, row.role].append(row.person)
    return {
        pk: held.get((pk, Role.REPORTER)) or held.get((pk, Role.OFFICER), [])
        for pk in union_ids
    }


def person_id_named(username: str) -> int | None:
    """Return whom a typed user name means, in any case of letters; None for nobody."""
    named = Person.objects.filter(username__iexact=username)
    return named.values_list("pk", flat=True).first()
