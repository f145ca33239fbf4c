"""Shares of a target, given through the product's own action."""

from datetime import date
from decimal import Decimal

from targets_app.actions import set_quotas
from tests.factories import target_called, union_called
from tests.people import NOW


def split(target: str, shares: dict[str, int]) -> None:
    """Give unions, by short name, their shares of a target for the year."""
    set_quotas(
        target=target_called(target),
        amounts={union_called(u).pk: Decimal(n) for u, n in shares.items()},
        effective_on=date(2024, 1, 1),
        reason="",
        person_id=None,
        at=NOW,
    )
