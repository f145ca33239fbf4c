"""Who may open which desk: named predicates over a person's grants."""

from unions_app.enums import Role
from unions_app.rules import Access


def can_open_todo(access: Access) -> bool:
    """Reporters, officers for their own department, and approvers, who only look on."""
    return access.has(Role.REPORTER, Role.OFFICER, Role.APPROVER)


def can_open_progress(access: Access) -> bool:
    """Who reports for a union, or endorses, sees how its own targets stand."""
    return can_open_todo(access)


def can_open_endorse_desk(access: Access) -> bool:
    """Approvers pass on or send back what their own union's reporter submitted."""
    return access.has(Role.APPROVER)


def can_open_review_desk(access: Access) -> bool:
    """Officers decide on what was reported for their department's targets."""
    return access.has(Role.OFFICER)


def can_read_return(access: Access, union_id: int) -> bool:
    """A return is read by those who work on it, and by auditors."""
    roles = (Role.REPORTER, Role.APPROVER, Role.OFFICER)
    return access.has(Role.AUDITOR) or union_id in access.unions_as(*roles)


def can_open_exceptions(access: Access) -> bool:
    """Unions ask to open a locked period again, administrators decide on it."""
    return access.has(
        Role.REPORTER, Role.APPROVER, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR
    )


def can_open_corrections(access: Access) -> bool:
    """Who reports, endorses, decides or audits sees the corrections of its figures."""
    return access.has(Role.REPORTER, Role.APPROVER, Role.OFFICER, Role.AUDITOR)
