"""The open ledger's books: filtered, page by page, as of any moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from reports_app.filters.base import LedgerFilters
from reports_app.filters.books import (
    CorrectionFilters,
    EntryFilters,
    EvidenceFilters,
    ReviewFilters,
)
from reports_app.filters.events import EventFilters
from reports_app.filters.postings import PostingFilters
from reports_app.queries.ledger.books import (
    corrections_told,
    events_told,
    evidence_told,
    reviews_told,
)
from reports_app.queries.ledger.entries import entries_told, stood_at
from reports_app.queries.ledger.files import files_of
from reports_app.queries.ledger.postings import postings_told
from reports_app.queries.ledger.slices import Slice, read_cursor, slice_of
from reports_app.rules.books import can_open_books
from reports_app.views.moments import told_as_of
from unions_app.rules import Access, can_audit, can_open_ledger
from unions_app.views.doors import signed_in

BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Book:
    """One book: its address, who may open it, its rows and what narrows them."""

    name: str
    label: Promise
    may: Callable[[Access], bool]
    rows: Callable[[Access, AsOf], QuerySet[Any]]
    filters: type[LedgerFilters]


BOOKS = {
    "postings": Book(
        "ledger", _("入账"), can_open_ledger, postings_told, PostingFilters
    ),
    "entries": Book(
        "ledger_entries", _("填报项"), can_open_books, entries_told, EntryFilters
    ),
    "reviews": Book(
        "ledger_reviews", _("审核"), can_open_books, reviews_told, ReviewFilters
    ),
    "corrections": Book(
        "ledger_corrections",
        _("更正"),
        can_open_books,
        corrections_told,
        CorrectionFilters,
    ),
    "evidence": Book(
        "ledger_evidence", _("佐证材料"), can_open_books, evidence_told, EvidenceFilters
    ),
    "events": Book(
        "ledger_events", _("审计记录"), can_audit, events_told, EventFilters
    ),
}


@require_GET
@signed_in
@never_cache
@told_as_of
def book(request: HttpRequest, kind: str, *, as_of: AsOf) -> HttpResponse:
    """List a book's rows, the newest first; wrong filters list nothing and say why."""
    opened, access = BOOKS[kind], request.access
    if not opened.may(access):
        raise PermissionDenied
    filters = opened.filters(
        request.GET,
        queryset=opened.rows(access, as_of),
        request=request,
        as_of=as_of,
    )
    cursor = read_cursor(
        before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    is_valid = filters.is_valid()
    page: Slice[Any] = slice_of(filters.qs, cursor) if is_valid else Slice(())
    context = {
        "kind": kind,
        "book": opened,
        "tabs": [each for each in BOOKS.values() if each.may(access)],
        "form": filters.form,
        "is_filtered": any(request.GET.get(name) for name in filters.form.fields),
        "page": page,
        "cursor": cursor,
        "kept": _kept(request),
        "can_sample": can_audit(access),
        "as_of": as_of,
        **_beside(kind, access, page, as_of),
    }
    status = 200 if is_valid else BAD_REQUEST
    return render(request, "reports_app/ledger.html", context, status=status)


def _kept(request: HttpRequest) -> str:
    """Return what an address of another page keeps of this one's."""
    kept = request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()


def _beside(kind: str, access: Access, page: Slice[Any], as_of: AsOf) -> dict[str, Any]:
    """Return what a kind of row is told with beside itself."""
    if kind == "postings":
        return {"files": files_of(access, page.rows)}
    if kind == "entries":
        stood_at(page.rows, as_of)
    return {}
