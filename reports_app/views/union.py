"""One union."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from reports_app.queries.unions import union_page
from reports_app.views.keeping import Parts, drawn, kept, state_of
from reports_app.views.moments import told_as_of
from tasks_app.queries import current_plan
from unions_app.models import Union
from unions_app.queries import union_for
from unions_app.rules import sees_every_union
from unions_app.views.doors import signed_in


@require_GET
@signed_in
@told_as_of
def union(request: HttpRequest, pk: int, *, as_of: AsOf) -> HttpResponse:
    """Show a union's targets, returns and postings to who may see it."""
    try:
        found = union_for(request.access, pk)
    except Union.DoesNotExist as missing:
        raise Http404 from missing
    plan = current_plan()
    if plan is None:
        return render(request, "reports_app/cockpit_no_plan.html")
    sees_city = sees_every_union(request.access)
    key = ("union", state_of(request), plan.pk, pk, sees_city, request.GET.urlencode())

    def draw() -> Parts:
        page = union_page(plan=plan, union=found, as_of=as_of)
        context = {
            "page": page,
            "as_of": as_of,
            "sees_city": sees_city,
            "moment": request.moment,
            "request": request,
        }
        return drawn("union", ("body",), context, page.ledger)

    context = {"parts": kept(key, draw), "union": found, "as_of": as_of}
    return render(request, "reports_app/union.html", context)
