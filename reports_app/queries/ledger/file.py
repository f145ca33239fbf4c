"""One file with what it supports, who read it, and whether it is still the same."""

import hashlib
from dataclasses import dataclass

from django.core.files.storage import default_storage

from progress_app.models import Entry, Evidence, Posting
from reports_app.queries.ledger.books import under
from unions_app.models import AuditEvent
from unions_app.rules import Access, can_audit

MOST_EVENTS = 50


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file; ``is_unchanged`` None: it is not in storage any more.

    ``postings`` rest on it, in their order; ``events`` are the audit trail's, the newest
    first, for auditors.
    """

    file: Evidence
    entry: Entry
    postings: tuple[Posting, ...]
    events: tuple[AuditEvent, ...]
    is_unchanged: bool | None


def file_for(access: Access, pk: int) -> Evidence:
    """Return a file the person may read. Errors: Evidence.DoesNotExist."""
    rows = Evidence.objects.visible_to(access).select_related(
        "uploaded_by", *under("entry"), *under("correction__entry")
    )
    found: Evidence = rows.get(pk=pk)
    return found


def file_page(access: Access, file: Evidence) -> FilePage:
    """Return a file's page, its content hashed again. Cost: two queries."""
    correction = file.correction
    if correction is None:
        if file.entry is None:
            raise Evidence.DoesNotExist
        entry = file.entry
        resting = Posting.objects.filter(entry=entry, correction__isnull=True)
    else:
        entry = correction.entry
        resting = Posting.objects.filter(correction=correction)
    events = AuditEvent.objects.filter(
        subject=f"entry:{entry.pk}", detail__evidence=file.pk
    )
    newest = events.select_related("person").order_by("-sequence")[:MOST_EVENTS]
    return FilePage(
        file=file,
        entry=entry,
        postings=tuple(resting.order_by("sequence")),
        events=tuple(newest) if can_audit(access) else (),
        is_unchanged=_is_unchanged(file),
    )


def _is_unchanged(file: Evidence) -> bool | None:
    digest = hashlib.sha256()
    try:
        with default_storage.open(file.stored_name) as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest() == file.sha256
