"""One target, and the postings that its figures are made of."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from reports_app.queries.charts import chart_of
from reports_app.queries.targets import (
    narrowed_postings,
    target_for,
    target_page,
)
from reports_app.views.keeping import Parts, drawn, kept, state_of
from reports_app.views.moments import told_as_of
from targets_app.models import Target
from unions_app.rules import sees_every_union
from unions_app.views.doors import allowed

ROWS = 50


def _target_or_404(pk: int) -> Target:
    try:
        return target_for(pk)
    except Target.DoesNotExist as missing:
        raise Http404 from missing


@require_GET
@allowed(sees_every_union)
@told_as_of
def target(request: HttpRequest, pk: int, *, as_of: AsOf) -> HttpResponse:
    """Show a target's curve against its pace and how its unions stand."""
    found = _target_or_404(pk)
    key = ("target", state_of(request), pk, request.GET.urlencode())
    context = {
        "parts": kept(key, lambda: _drawn(request, found, as_of)),
        "target": found,
        "as_of": as_of,
    }
    return render(request, "reports_app/target.html", context)


def _drawn(request: HttpRequest, found: Target, as_of: AsOf) -> Parts:
    by_progress = request.GET.get("order") == "progress"
    page = target_page(target=found, as_of=as_of, by_progress=by_progress)
    context = {
        "page": page,
        "as_of": as_of,
        "chart": chart_of(page),
        "by_progress": by_progress,
        "moment": request.moment,
        "request": request,
    }
    return drawn("target", ("head", "actions", "body"), context, page.ledger)


@require_GET
@allowed(sees_every_union)
@told_as_of
def target_postings(request: HttpRequest, pk: int, *, as_of: AsOf) -> HttpResponse:
    """List a target's postings, by union and period if asked."""
    narrowed = narrowed_postings(
        target=_target_or_404(pk),
        union=request.GET.get("union", ""),
        period=request.GET.get("period", ""),
        as_of=as_of,
        corrected=bool(request.GET.get("corrected")),
    )
    rows = Paginator(narrowed.postings, ROWS).get_page(request.GET.get("page"))
    context = {"narrowed": narrowed, "rows": rows, "as_of": as_of}
    return render(request, "reports_app/target_postings.html", context)
