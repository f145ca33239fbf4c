"""Appending to the ledger. Nothing else writes postings."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from progress_app.models import Entry, Posting, Review, RollupMark
from progress_app.queries.ledger import LEDGER_CHAIN, figure_of
from progress_app.rules.figures import Figure
from unions_app.actions import advance, locked_head


@transaction.atomic
def post(
    *,
    accepted: Sequence[tuple[Entry, Review]],
    person_id: int,
    at: datetime,
    corrected: Mapping[int, Figure] | None = None,
) -> list[Posting]:
    """Append accepted entries to the ledger and mark what must be summed again.

    Runs in the review's transaction. Entries come with their submissions, locked. A
    cell that has a posting already is superseded, never changed. ``corrected`` holds
    what is posted instead of what an entry reported, by entry id. Cost: six queries.
    """
    head = locked_head(LEDGER_CHAIN)
    standing = _standing_postings([entry for entry, _review in accepted])
    postings, marks = [], []
    for entry, review in accepted:
        cell = (entry.target_id, entry.submission.union_id, entry.submission.period_id)
        target_id, union_id, period_id = cell
        figure = (corrected or {}).get(entry.pk) or figure_of(entry)
        posting = Posting(
            recorded_at=at,
            target_id=target_id,
            union_id=union_id,
            period_id=period_id,
            presence=figure.presence,
            quantity=figure.quantity,
            numerator=figure.numerator,
            denominator=figure.denominator,
            stage=figure.stage,
            entry=entry,
            review=review,
            supersedes_id=standing.get(cell),
            recorded_by_id=person_id,
        )
        for name, value in advance(head, fields=posting.sealed_fields).items():
            setattr(posting, name, value)
        postings.append(posting)
        marks.append(
            RollupMark(
                target_id=target_id,
                union_id=union_id,
                from_period_id=period_id,
                marked_at=at,
            )
        )
    Posting.objects.bulk_create(postings)
    RollupMark.objects.bulk_create(marks)
    head.save(update_fields=["sequence", "link"])
    return postings


def posting_in_force(entry: Entry) -> Posting | None:
    """Return the posting of an entry that nothing supersedes; None before the first."""
    found: Posting | None = Posting.objects.filter(entry=entry).current().first()
    return found


def _standing_postings(entries: Sequence[Entry]) -> dict[tuple[int, int, int], int]:
    """Return the sequence of the posting in force of each cell that has one."""
    rows = Posting.objects.filter(entry__in=entries).current()
    return {(row.target_id, row.union_id, row.period_id): row.sequence for row in rows}
