"""The other books of the open ledger: everything as it was known at a moment."""

from django.db.models.query import QuerySet

from progress_app.models import Correction, Evidence, Review
from progress_app.queries.as_of import AsOf
from unions_app.models import AuditEvent
from unions_app.rules import Access, can_audit

CELL = ("target", "submission__union", "submission__period")
"""What names the cell of an entry."""


def under(name: str) -> tuple[str, ...]:
    """Return the parts that name the cell of an entry that a column refers to."""
    return tuple(f"{name}__{part}" for part in CELL)


def reviews_told(access: Access, as_of: AsOf) -> QuerySet[Review]:
    """Return the decisions on entries the person may read, made by a moment."""
    rows = Review.objects.visible_to(access).filter(decided_at__lte=as_of.at)
    return rows.select_related("reviewer", "posting", *under("entry"))


def corrections_told(access: Access, as_of: AsOf) -> QuerySet[Correction]:
    """Return the corrections the person may read that were proposed by a moment."""
    rows = Correction.objects.visible_to(access).filter(proposed_at__lte=as_of.at)
    return rows.select_related(
        "proposed_by", "decided_by", "corrects", "posting", *under("entry")
    )


def evidence_told(access: Access, as_of: AsOf) -> QuerySet[Evidence]:
    """Return the files the person may read that were there by a moment."""
    rows = Evidence.objects.visible_to(access).filter(uploaded_at__lte=as_of.at)
    return rows.select_related(
        "uploaded_by", *under("entry"), *under("correction__entry")
    )


def events_told(access: Access, as_of: AsOf) -> QuerySet[AuditEvent]:
    """Return the audit trail up to a moment; only auditors read it."""
    rows = AuditEvent.objects.all() if can_audit(access) else AuditEvent.objects.none()
    return rows.filter(recorded_at__lte=as_of.at).select_related("person", "union")
