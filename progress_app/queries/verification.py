"""Both chains reckoned again from what is stored, in one pass and constant memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.query import QuerySet

from progress_app.models import Entry, Posting, Review
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.rules.chains import (
    POSTS_NOTHING,
    UNREADABLE,
    ChainWalk,
    Flaw,
    Head,
    known_from,
    posting_fault,
)
from unionplan.lib.anchors import Anchor
from unions_app.enums import ChainFault
from unions_app.models import AuditEvent, ChainHead
from unions_app.queries import AUDIT_CHAIN

CHAINS = (LEDGER_CHAIN, AUDIT_CHAIN)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of checking a chain: ``rows`` were sound before the flaw, if any."""

    chain: str
    rows: int
    anchors: int
    flaw: Flaw | None


def verdict_on(chain: str, *, key: str, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check a chain of CHAINS to its end or to its first flaw.

    Rows that are appended meanwhile do not matter. Cost: three queries, one more for
    the ledger, whatever its length.
    """
    own = [anchor for anchor in anchors if anchor.chain == chain]
    walk = ChainWalk(key=key, known=known_from(head=_head(chain), anchors=own))
    if chain == LEDGER_CHAIN:
        flaw = _first_flaw(walk, postings_with_grounds(), is_ledger=True)
    else:
        flaw = _first_flaw(walk, AuditEvent.objects.all(), is_ledger=False)
    flaw = flaw or walk.flaw_at_end(head=_head(chain))
    if chain == LEDGER_CHAIN and flaw is None:
        flaw = _unposted()
    return Verdict(chain, walk.place, len(own), flaw)


def _head(chain: str) -> Head:
    row = ChainHead.objects.filter(name=chain).first()
    return Head(row.sequence, row.link) if row else Head()


def _first_flaw(
    walk: ChainWalk, rows: QuerySet[Any], *, is_ledger: bool
) -> Flaw | None:
    try:
        for row in _streamed(rows):
            flaw = walk.flaw_of(row)
            if flaw is None and is_ledger:
                flaw = reference_flaw(row)
            if flaw is not None:
                return flaw
    except UNREADABLE:
        return Flaw(walk.place + 1, ChainFault.UNREADABLE)
    return None


def _streamed(rows: QuerySet[Any]) -> Iterator[Any]:
    """Yield rows by sequence; the row that cannot be read raises, and no earlier one."""
    rows = rows.order_by("sequence")
    last = 0
    try:
        for row in rows.iterator(chunk_size=CHUNK):
            yield row
            last = row.sequence
    except UNREADABLE:
        # A whole chunk is lost with one bad value: find it row by row.
        while row := rows.filter(sequence__gt=last).first():
            yield row
            last = row.sequence


def postings_with_grounds() -> QuerySet[Any]:
    """Return the postings with what their references lead to."""
    earlier = Posting.objects.filter(
        target=OuterRef("target"),
        union=OuterRef("union"),
        period=OuterRef("period"),
        sequence__lt=OuterRef("sequence"),
    )
    its_entry = Entry.objects.filter(
        pk=OuterRef("entry_id"),
        target=OuterRef("target"),
        submission__union=OuterRef("union"),
        submission__period=OuterRef("period"),
    )
    its_review = Review.objects.filter(
        pk=OuterRef("review_id"), entry=OuterRef("entry_id")
    )
    return Posting.objects.annotate(
        in_force_before=Subquery(earlier.order_by("-sequence").values("sequence")[:1]),
        is_of_its_entry=Exists(its_entry),
        decision=Subquery(its_review.order_by().values("decision")[:1]),
    )


def reference_flaw(row: Any) -> Flaw | None:
    """Return what is wrong with what a posting, read with its grounds, refers to."""
    fault = posting_fault(
        is_of_its_entry=row.is_of_its_entry,
        decision=row.decision,
        supersedes=row.supersedes_id,
        in_force_before=row.in_force_before,
    )
    return Flaw(row.sequence, fault) if fault else None


def _unposted() -> Flaw | None:
    decided = Review.objects.exclude(decision__in=POSTS_NOTHING)
    pk = (
        decided.filter(posting__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    return Flaw(pk, ChainFault.UNPOSTED) if pk is not None else None
