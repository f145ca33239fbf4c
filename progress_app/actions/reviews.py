"""Decisions on entries: the one gate for each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from progress_app.actions.errors import (
    OwnWorkError,
    ReasonMissingError,
    StaleError,
    WrongStateError,
)
from progress_app.actions.ledger import post
from progress_app.actions.notices import tell_accepted, tell_returned
from progress_app.enums import Decision
from progress_app.models import Entry, Posting, Review
from progress_app.rules.transitions import (
    is_awaiting_endorsement,
    is_awaiting_review,
    is_own_work,
    state_after,
)
from unions_app.actions import Happening, record, take_receipt


def _locked(versions: Mapping[int, int]) -> list[Entry]:
    """Lock the entries in one order everywhere; refuse any that changed since seen."""
    entries = list(
        Entry.objects.filter(pk__in=versions)
        .order_by("pk")
        .select_related("submission__union", "submission__period", "target")
        .select_for_update(of=("self",))
    )
    for entry in entries:
        if entry.version != versions[entry.pk]:
            raise StaleError(entry)
    return entries


def _decide(
    *,
    entries: Sequence[Entry],
    decision: Decision,
    reason: str,
    person_id: int,
    at: datetime,
) -> list[Review]:
    """Write the reviews, move the entries on, and record it."""
    reviews = []
    for entry in entries:
        if is_own_work(decider_id=person_id, submitted_by_id=entry.submitted_by_id):
            raise OwnWorkError
        reviews.append(
            Review(
                entry=entry,
                entry_version=entry.version,
                decision=decision,
                reason=reason,
                reviewer_id=person_id,
                decided_at=at,
            )
        )
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        state=state_after(decision),
        version=F("version") + 1,
        state_changed_at=at,
        return_reason=reason,
    )
    return Review.objects.bulk_create(reviews)


def _record_decision(
    *,
    reviews: Sequence[Review],
    postings: Sequence[Posting],
    person_id: int,
    at: datetime,
) -> None:
    sequences = {posting.review_id: posting.sequence for posting in postings}
    happenings = [
        Happening(
            action=f"entry.{review.decision}",
            subject=f"entry:{review.entry_id}",
            union_id=review.entry.submission.union_id,
            detail={
                "version": review.entry_version,
                "review": review.pk,
                "posting": sequences.get(review.pk),
            },
        )
        for review in reviews
    ]
    record(happenings=happenings, person_id=person_id, at=at)


@transaction.atomic
def accept_entries(
    *, versions: Mapping[int, int], person_id: int, at: datetime, client_key: UUID
) -> list[int]:
    """Accept entries and post them, all or none; return the posting sequences.

    ``versions`` maps entry ids to the versions that the reviewer saw; the caller has
    authorised them. Review, posting, mark and audit event are one transaction.
    Errors: StaleError, WrongStateError, OwnWorkError; AlreadyDoneError for the same
    click again.
    """
    body = ["accept", sorted(versions.items())]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entries = _locked(versions)
    for entry in entries:
        has_approver = entry.submission.union.has_approver
        if not is_awaiting_review(state=entry.state, has_approver=has_approver):
            raise WrongStateError(entry)
    reviews = _decide(
        entries=entries,
        decision=Decision.ACCEPTED,
        reason="",
        person_id=person_id,
        at=at,
    )
    accepted = list(zip(entries, reviews, strict=True))
    postings = post(accepted=accepted, person_id=person_id, at=at)
    _record_decision(reviews=reviews, postings=postings, person_id=person_id, at=at)
    tell_accepted(submission_ids={entry.submission_id for entry in entries}, at=at)
    sequences = [posting.sequence for posting in postings]
    receipt.response = {"postings": sequences}
    receipt.save(update_fields=["response"])
    return sequences


@transaction.atomic
def return_entry(
    *,
    entry_id: int,
    version: int,
    reason: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> None:
    """Send an entry back to its reporter with words that help.

    For the lead department and for the union's own approver. Errors: as
    ``accept_entries``, and ReasonMissingError.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissingError
    body = ["return", entry_id, version, reason]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entries = _locked({entry_id: version})
    for entry in entries:
        has_approver = entry.submission.union.has_approver
        state = entry.state
        if not (
            is_awaiting_review(state=state, has_approver=has_approver)
            or is_awaiting_endorsement(state=state, has_approver=has_approver)
        ):
            raise WrongStateError(entry)
    reviews = _decide(
        entries=entries,
        decision=Decision.RETURNED,
        reason=reason,
        person_id=person_id,
        at=at,
    )
    _record_decision(reviews=reviews, postings=[], person_id=person_id, at=at)
    for entry in entries:
        tell_returned(submission=entry.submission, by_person_id=person_id, at=at)
    receipt.response = {"returned": entry_id}
    receipt.save(update_fields=["response"])


@transaction.atomic
def endorse_entries(
    *, versions: Mapping[int, int], person_id: int, at: datetime, client_key: UUID
) -> int:
    """Pass entries on to the lead department; return how many. Errors: as accept."""
    body = ["endorse", sorted(versions.items())]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entries = _locked(versions)
    for entry in entries:
        has_approver = entry.submission.union.has_approver
        if not is_awaiting_endorsement(state=entry.state, has_approver=has_approver):
            raise WrongStateError(entry)
    reviews = _decide(
        entries=entries,
        decision=Decision.ENDORSED,
        reason="",
        person_id=person_id,
        at=at,
    )
    _record_decision(reviews=reviews, postings=[], person_id=person_id, at=at)
    receipt.response = {"endorsed": len(entries)}
    receipt.save(update_fields=["response"])
    return len(entries)
