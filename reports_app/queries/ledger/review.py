"""One decision with all that belongs to it."""

from dataclasses import dataclass

from progress_app.models import Correction, Entry, Posting, Review
from progress_app.queries.as_of import as_of_moment
from reports_app.queries.ledger.books import under
from reports_app.queries.ledger.entries import stood_at
from unions_app.models import AuditEvent
from unions_app.rules import Access, can_audit

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A decision, and the others on the same entry in their order.

    ``figure`` is what was decided on: the posting that came of it, or else the entry
    as it stood at that moment. ``events`` are the audit trail's, for auditors.
    """

    review: Review
    figure: Posting | Entry
    posting: Posting | None
    correction: Correction | None
    others: tuple[Review, ...]
    events: tuple[AuditEvent, ...]


def review_for(access: Access, pk: int) -> Review:
    """Return a decision the person may read. Errors: Review.DoesNotExist."""
    rows = Review.objects.visible_to(access).select_related(
        "reviewer", "entry__submitted_by", *under("entry")
    )
    found: Review = rows.get(pk=min(pk, LARGEST))
    return found


def review_page(access: Access, review: Review) -> ReviewPage:
    """Return a decision's page. Cost: eight queries at most."""
    posting = (
        Posting.objects.filter(review=review).select_related("target", "union").first()
    )
    correction = Correction.objects.filter(posting=posting).first() if posting else None
    others = Review.objects.filter(entry=review.entry_id)
    return ReviewPage(
        review=review,
        figure=posting or _as_it_stood(review),
        posting=posting,
        correction=correction,
        others=tuple(others.select_related("reviewer", "posting").order_by("pk")),
        events=tuple(_events_of(review)) if can_audit(access) else (),
    )


def _as_it_stood(review: Review) -> Entry:
    """Return the entry with the figure that was decided on."""
    entry = Entry.objects.select_related("submission", "target").get(pk=review.entry_id)
    at = review.decided_at
    stood_at([entry], as_of_moment(at, text=at.isoformat()))
    return entry


def _events_of(review: Review) -> list[AuditEvent]:
    """Return the events that name the decision."""
    about = AuditEvent.objects.filter(
        subject=f"entry:{review.entry_id}", detail__review=review.pk
    )
    return list(about.select_related("person").order_by("sequence"))
