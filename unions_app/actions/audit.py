"""Writing the audit trail, which every other write rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from unionplan.lib.chain import GENESIS, link_hash, seal
from unions_app.models import (
    AuditEvent,
    ChainHead,
)
from unions_app.queries import AUDIT_CHAIN


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be written into the audit trail."""

    action: str
    subject: str
    union_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def locked_head(name: str) -> ChainHead:
    """Return a chain's head, its row locked until the transaction ends.

    Everyone who appends waits here, which keeps sequences gapless. Take the ledger's
    head before the audit trail's, always, or two writers can deadlock.
    """
    ChainHead.objects.get_or_create(name=name, defaults={"link": GENESIS})
    return ChainHead.objects.select_for_update().get(name=name)


def advance(head: ChainHead, *, fields: Sequence[str]) -> dict[str, Any]:
    """Move a locked head one link on; return the chain columns of the new row."""
    previous = head.link
    head.sequence += 1
    head.link = link_hash(previous_hash=previous, fields=[str(head.sequence), *fields])
    return {
        "sequence": head.sequence,
        "previous_hash": previous,
        "link": head.link,
        "mac": seal(key=settings.LEDGER_KEY, link=head.link),
    }


@transaction.atomic
def record(
    *, happenings: Sequence[Happening], person_id: int | None, at: datetime
) -> None:
    """Append to the audit trail, in the caller's transaction. Cost: four queries."""
    head = locked_head(AUDIT_CHAIN)
    events = []
    for happening in happenings:
        event = AuditEvent(
            recorded_at=at,
            person_id=person_id,
            union_id=happening.union_id,
            action=happening.action,
            subject=happening.subject,
            detail=happening.detail,
        )
        for name, value in advance(head, fields=event.sealed_fields).items():
            setattr(event, name, value)
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    head.save(update_fields=["sequence", "link"])
