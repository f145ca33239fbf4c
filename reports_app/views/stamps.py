"""A stamp replayed: what was published, computed again from the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports_app.models import Publication
from reports_app.queries.replays import replayed, stamped
from reports_app.queries.thawing import thawed
from reports_app.rules.stamps import read_stamp
from unions_app.rules import reads_publications, sees_every_union
from unions_app.views.doors import allowed


@require_GET
@allowed(reads_publications)
def find(request: HttpRequest) -> HttpResponse:
    """Lead from a stamp that was typed to its permanent address."""
    stamp = read_stamp(request.GET.get("stamp", ""))
    return redirect("stamp", stamp) if stamp else redirect("publications")


@require_GET
@allowed(reads_publications)
@never_cache
def replay(request: HttpRequest, stamp: str) -> HttpResponse:
    """Show what carries a stamp, and whether the ledger still says the same."""
    try:
        found = stamped(request.access, stamp)
    except Publication.DoesNotExist:
        context = {"stamp": stamp}
        return render(request, "reports_app/stamp_unknown.html", context, status=404)
    context = {
        "replay": replayed(found),
        "told": thawed(found.figures),
        "sees_city": sees_every_union(request.access),
    }
    return render(request, "reports_app/stamp.html", context)
