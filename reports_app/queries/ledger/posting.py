"""One posting with all that belongs to it."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.query import QuerySet

from progress_app.enums import Decision
from progress_app.models import Correction, Entry, Evidence, Posting, Review
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.neighbours import Neighbourhood, around
from reports_app.queries.ledger.files import files_of, is_correction
from reports_app.queries.ledger.postings import POSTING_PARTS
from unions_app.models import AuditEvent
from unions_app.rules import Access, can_audit

LARGEST = 2**63 - 1
CELL_LIMIT = 200
"""How many postings of one cell a page lists; more than anybody ever corrected."""


@dataclass(frozen=True, slots=True)
class PostingPage:
    """A posting, the postings of its cell in order, its files, events and place.

    ``files`` are those the person may open; ``events`` the audit trail's on the
    decision, for auditors. ``can_read_entry``: its page opens to the person.
    """

    posting: Posting
    cell: tuple[Posting, ...]
    files: tuple[Evidence, ...]
    endorsements: tuple[Review, ...]
    events: tuple[AuditEvent, ...]
    place: Neighbourhood
    correction: Correction | None
    can_read_entry: bool


def posting_for(access: Access, sequence: int) -> Posting:
    """Return a posting the person may see. Errors: Posting.DoesNotExist."""
    rows = Posting.objects.visible_to(access).select_related(
        *POSTING_PARTS, "recorded_by", "entry__submission", "target__lead_department"
    )
    found: Posting = rows.get(sequence=min(sequence, LARGEST))
    return found


def posting_page(access: Access, posting: Posting, *, key: str) -> PostingPage:
    """Return a posting's page. Cost: six queries, five for who reads no trail."""
    cell = Posting.objects.filter(
        target=posting.target_id, union=posting.union_id, period=posting.period_id
    )
    correction = posting.correction if is_correction(posting) else None
    readable = Entry.objects.visible_to(access).filter(pk=posting.entry_id)
    return PostingPage(
        posting=posting,
        cell=tuple(
            cell.select_related("review__reviewer", "superseded_by").order_by(
                "sequence"
            )[:CELL_LIMIT]
        ),
        files=files_of(access, [posting])[posting.pk],
        endorsements=tuple(_endorsements_of(posting, correction)),
        events=tuple(_events_of(posting)) if can_audit(access) else (),
        place=around(LEDGER_CHAIN, posting.pk, key=key),
        correction=correction,
        can_read_entry=readable.exists(),
    )


def _endorsements_of(
    posting: Posting, correction: Correction | None
) -> QuerySet[Review]:
    """Return the endorsements of the version that was accepted; a correction has none."""
    if correction is not None:
        return Review.objects.none()
    rows = Review.objects.filter(entry=posting.entry_id, decision=Decision.ENDORSED)
    before = rows.filter(pk__lt=posting.review_id).order_by("-pk")
    return before.select_related("reviewer")[:1]


def _events_of(posting: Posting) -> QuerySet[AuditEvent]:
    """Return the events of the decision: both halves name the posting or its review."""
    about = AuditEvent.objects.filter(subject=f"entry:{posting.entry_id}")
    told = Q(detail__posting=posting.pk) | Q(detail__review=posting.review_id)
    return about.filter(told).select_related("person").order_by("sequence")
