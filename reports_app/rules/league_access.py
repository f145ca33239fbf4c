"""Who may open the league."""

from unions_app.enums import Role
from unions_app.rules import Access, sees_every_union


def can_see_league(access: Access) -> bool:
    """The city sees all of it, a union's people their own peer group's."""
    return sees_every_union(access) or access.has(Role.REPORTER, Role.APPROVER)
