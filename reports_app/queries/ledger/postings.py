"""Postings as the open ledger lists them."""

from django.db.models.query import QuerySet

from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from unions_app.rules import Access

POSTING_PARTS = (
    "target",
    "union",
    "period",
    "entry__submitted_by",
    "review__reviewer",
    "superseded_by",
    "correction__proposed_by",
)


def postings_told(access: Access, as_of: AsOf) -> QuerySet[Posting]:
    """Return the postings a person may see that were known at a moment."""
    rows = Posting.objects.visible_to(access).as_of(as_of.sequence)
    return rows.select_related(*POSTING_PARTS)
