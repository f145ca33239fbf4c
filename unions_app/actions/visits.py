"""Reading marks."""

from datetime import datetime

from django.db import transaction

from unions_app.models import Visit
from unions_app.rules import is_same_visit


def note_visit(*, person_id: int, at: datetime) -> datetime | None:
    """Note that a person looks; return when their visit before began, None for none.

    One query while a visit lasts; one transaction more when another one begins.
    """
    visit = Visit.objects.filter(person=person_id).first()
    if visit is None or not is_same_visit(began_at=visit.began_at, at=at):
        visit = _begun(person_id, at)
    return visit.earlier_at


@transaction.atomic
def _begun(person_id: int, at: datetime) -> Visit:
    """Begin a visit; of two screens at once the second joins what the first began."""
    visit, is_first = Visit.objects.select_for_update().get_or_create(
        person_id=person_id, defaults={"began_at": at}
    )
    if not is_first and not is_same_visit(began_at=visit.began_at, at=at):
        # A demonstration's clock can be set back: what lies ahead was no visit.
        visit.earlier_at = visit.began_at if visit.began_at <= at else None
        visit.began_at = at
        visit.save(update_fields=["began_at", "earlier_at"])
    return visit
