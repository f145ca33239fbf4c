"""One audit event with its place in the trail."""

from dataclasses import dataclass

from progress_app.queries.neighbours import Neighbourhood, around
from reports_app.queries.ledger.posting import LARGEST
from unions_app.models import AuditEvent
from unions_app.queries import AUDIT_CHAIN

COMPANY = 20
"""How many events about the same thing a page lists beside one."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event, others about the same thing (the newest first), and its place."""

    event: AuditEvent
    others: tuple[AuditEvent, ...]
    place: Neighbourhood


def event_at(sequence: int) -> AuditEvent:
    """Return an event; who may read the trail may read each.

    Errors: AuditEvent.DoesNotExist.
    """
    rows = AuditEvent.objects.select_related("person", "union")
    found: AuditEvent = rows.get(sequence=min(sequence, LARGEST))
    return found


def event_page(event: AuditEvent, *, key: str) -> EventPage:
    """Return an event's page. Cost: two queries."""
    others = AuditEvent.objects.filter(subject=event.subject).exclude(pk=event.pk)
    newest = others.select_related("person").order_by("-sequence")[:COMPANY]
    return EventPage(
        event=event,
        others=tuple(newest),
        place=around(AUDIT_CHAIN, event.pk, key=key),
    )
