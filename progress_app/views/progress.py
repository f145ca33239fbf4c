"""我的进度: how a union's own targets stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress_app.queries.progress import progress as progress_of
from progress_app.rules.desks import can_open_progress
from progress_app.views.finding import or_404
from unions_app.views.doors import allowed, signed_in


@require_GET
@allowed(can_open_progress)
def progress(request: HttpRequest) -> HttpResponse:
    """Show a person's own union, the first of several."""
    return _page(request, None)


@require_GET
@signed_in
def union_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of a person's own unions; of others there is no such page."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int | None) -> HttpResponse:
    found = or_404(progress_of, request.access, pk, at=request.moment)
    return render(request, "progress_app/progress.html", {"progress": found})
