"""Who may open which book of the ledger."""

from unions_app.enums import Role
from unions_app.rules import Access


def can_open_books(access: Access) -> bool:
    """Officers see what belongs to their department's targets, auditors everything."""
    return access.has(Role.OFFICER, Role.AUDITOR)
