"""Writes about targets."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from targets_app.models import Quota, Target
from unionplan.lib.numbers import plain
from unions_app.actions import Happening, record


@transaction.atomic
def set_quotas(
    *,
    target: Target,
    amounts: Mapping[int, Decimal],
    effective_on: date,
    reason: str,
    person_id: int | None,
    at: datetime,
) -> None:
    """Give unions their shares of a target from a day on; earlier rows stay.

    ``amounts`` are in the target's unit, by union id.
    """
    Quota.objects.bulk_create(
        Quota(
            target=target,
            union_id=union_id,
            amount=amount,
            effective_on=effective_on,
            reason=reason,
        )
        for union_id, amount in amounts.items()
    )
    happening = Happening(
        action="quotas.set",
        subject=f"target:{target.pk}",
        detail={
            "effective_on": effective_on.isoformat(),
            "amounts": {str(pk): plain(amount) for pk, amount in amounts.items()},
        },
    )
    record(happenings=[happening], person_id=person_id, at=at)
