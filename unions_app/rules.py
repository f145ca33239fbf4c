"""Who may do what: pure predicates over a person's grants; and which night it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from unionplan.lib.dates import local_date
from unions_app.enums import Role

CITY_WIDE = frozenset({Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that see every union's accepted figures."""
NIGHTLY_FROM = timedelta(hours=2, minutes=30)
"""When the nightly jobs fall due, after midnight in Shanghai."""
VISIT = timedelta(hours=4)
"""How long somebody who comes back is still on the same visit."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one union."""

    role: Role
    union_id: int


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one day; nobody (person_id None) has no grants."""

    person_id: int | None = None
    grants: frozenset[Grant] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def unions_as(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the unions where any of the roles is held."""
        return frozenset(g.union_id for g in self.grants if g.role in roles)

    def has(self, *roles: Role) -> bool:
        """Return whether any of the roles is held anywhere."""
        return not self.roles.isdisjoint(roles)


def narrowed_to(access: Access, union_id: int) -> Access:
    """Return what is left of a person's access at one union."""
    kept = frozenset(grant for grant in access.grants if grant.union_id == union_id)
    return Access(person_id=access.person_id, grants=kept)


def holds_a_role(access: Access) -> bool:
    """Whoever has a role anywhere today."""
    return bool(access.grants)


def sees_every_union(access: Access) -> bool:
    """Leaders, officers, auditors and administrators see the whole city."""
    return not access.roles.isdisjoint(CITY_WIDE)


def can_report_for(access: Access, union_id: int) -> bool:
    """Reporters fill in for their own union; an officer does for its department."""
    return union_id in access.unions_as(Role.REPORTER, Role.OFFICER)


def can_endorse_for(access: Access, union_id: int) -> bool:
    """A union's own approver endorses what its reporter submitted."""
    return union_id in access.unions_as(Role.APPROVER)


def can_review_for(access: Access, lead_department_id: int) -> bool:
    """Officers of the lead department decide on entries for its targets."""
    return lead_department_id in access.unions_as(Role.OFFICER)


def can_export(access: Access) -> bool:
    """Workbooks hold the whole city, so those who see it may make them."""
    return sees_every_union(access)


def can_open_ledger(access: Access) -> bool:
    """Who sees the city's figures may see what they are made of."""
    return sees_every_union(access)


def can_audit(access: Access) -> bool:
    """Auditors read the audit trail, draw samples and write down what they find."""
    return access.has(Role.AUDITOR)


def can_publish(access: Access, federation_id: int | None) -> bool:
    """Administrators, and officers of the federation itself (coordinating office).

    An officer of a lead department answers for its own targets, not for the city's.
    """
    is_coordinating = federation_id in access.unions_as(Role.OFFICER)
    return can_administer(access) or is_coordinating


def reads_publications(access: Access) -> bool:
    """A circular goes to all who work on the plan: every role reads what is published."""
    return bool(access.roles)


def can_administer(access: Access) -> bool:
    """Administrators keep the reference data."""
    return access.has(Role.ADMINISTRATOR)


def can_see_health(access: Access) -> bool:
    """Administrators keep the portal running, auditors see that it was."""
    return access.has(Role.ADMINISTRATOR, Role.AUDITOR)


def night_of(at: datetime) -> date:
    """Return the date of the night whose jobs are due: yesterday's before 02:30."""
    return local_date(at - NIGHTLY_FROM)


def landing_name(access: Access) -> str:
    """Return the URL name a person lands on, by the first role that applies.

    Source: the roles and their landing screens in docs/architecture.md.
    """
    for role, name in (
        (Role.LEADER, "cockpit"),
        (Role.OFFICER, "review_desk"),
        (Role.APPROVER, "endorse_desk"),
        (Role.REPORTER, "todo"),
        (Role.AUDITOR, "exports"),
        (Role.ADMINISTRATOR, "admin:index"),
    ):
        if access.has(role):
            return name
    return "no_role"


def is_same_visit(*, began_at: datetime, at: datetime) -> bool:
    """Return whether a visit that began at one moment still goes on at another."""
    return began_at <= at < began_at + VISIT
