"""Which peer groups' leagues a person may see, and whose explanation."""

from dataclasses import dataclass

from reports_app.queries.league import (
    ApartRow,
    GroupLeague,
    League,
    LeagueRow,
)
from unions_app.models import Union
from unions_app.rules import Access, sees_every_union


def groups_seen(league: League, access: Access) -> tuple[GroupLeague, ...]:
    """Return the groups a person may see: all, or those of the unions it works for.

    The league is the one place where a union sees named others, and only their ranks
    and scores: what those are made of is their own and the city's.
    """
    if sees_every_union(access):
        return league.groups
    own = {grant.union_id for grant in access.grants}
    groups = {u.peer_group for pk, u in league.frame.unions.items() if pk in own}
    return tuple(group for group in league.groups if group.group in groups)


def explained_to(access: Access, union_id: int) -> bool:
    """Return whether a person may see what a union's score is made of."""
    own = {grant.union_id for grant in access.grants}
    return sees_every_union(access) or union_id in own


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a union stands: ``row`` is None where it is listed apart."""

    union: Union
    group: GroupLeague
    row: LeagueRow | None
    apart: ApartRow | None


def placed(league: League, union_id: int, access: Access) -> Placed:
    """Return a union's place, to whom it may be explained. Errors: Union.DoesNotExist."""
    if explained_to(access, union_id):
        for group in league.groups:
            for row in group.rows:
                if row.union.pk == union_id:
                    return Placed(row.union, group, row, None)
            for apart in group.apart:
                if apart.union.pk == union_id:
                    return Placed(apart.union, group, None, apart)
    raise Union.DoesNotExist
