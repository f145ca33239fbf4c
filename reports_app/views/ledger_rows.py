"""Permanent pages of the ledger's rows: their addresses never change."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from progress_app.views.finding import or_404
from reports_app.queries.ledger.event import event_at, event_page
from reports_app.queries.ledger.file import file_for, file_page
from reports_app.queries.ledger.posting import posting_for, posting_page
from reports_app.queries.ledger.review import review_for, review_page
from reports_app.rules.books import can_open_books
from unions_app.rules import can_audit, can_open_ledger
from unions_app.views.doors import allowed


@require_GET
@allowed(can_open_ledger)
@never_cache
def posting(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show a posting with everything that it rests on and that came of it."""
    found = or_404(posting_for, request.access, sequence)
    page = posting_page(request.access, found, key=settings.LEDGER_KEY)
    context = {"page": page, "can_audit": can_audit(request.access)}
    return render(request, "reports_app/ledger_posting.html", context)


@require_GET
@allowed(can_audit)
@never_cache
def event(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show one event of the audit trail."""
    page = event_page(or_404(event_at, sequence), key=settings.LEDGER_KEY)
    return render(request, "reports_app/ledger_event.html", {"page": page})


@require_GET
@allowed(can_open_books)
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file of evidence: its hash, what rests on it, who was handed it."""
    page = file_page(request.access, or_404(file_for, request.access, pk))
    context = {"page": page, "can_audit": can_audit(request.access)}
    return render(request, "reports_app/ledger_file.html", context)


@require_GET
@allowed(can_open_books)
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a decision on an entry: on which figure, why, and what came of it."""
    page = review_page(request.access, or_404(review_for, request.access, pk))
    context = {"page": page, "can_audit": can_audit(request.access)}
    return render(request, "reports_app/ledger_review.html", context)
