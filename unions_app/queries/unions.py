"""Reads about unions."""

from django.db.models.query import QuerySet

from unions_app.enums import Role, UnionKind
from unions_app.models import (
    Union,
)
from unions_app.rules import Access


def municipal_federation() -> Union:
    """Return the root of the tree. Errors: Union.DoesNotExist before the fixtures."""
    return Union.objects.get(kind=UnionKind.MUNICIPAL)


def union_for(access: Access, pk: int) -> Union:
    """Return a union the person may look at. Errors: Union.DoesNotExist."""
    found: Union = Union.objects.visible_to(access).get(pk=pk)
    return found


def unions_of(access: Access) -> QuerySet[Union]:
    """Return the unions where a person has a role, in official order."""
    held = {grant.union_id for grant in access.grants}
    rows: QuerySet[Union] = Union.objects.filter(pk__in=held)
    return rows


def own_unions(access: Access) -> list[Union]:
    """Return the unions a person reports or endorses for, in official order."""
    held = access.unions_as(Role.REPORTER, Role.APPROVER, Role.OFFICER)
    return list(Union.objects.filter(pk__in=held))
