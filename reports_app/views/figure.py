"""One figure's whole ancestry on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from reports_app.forms.figure import FigureForm
from reports_app.queries.ancestry import Ancestry, ancestry_of
from reports_app.views.moments import told_as_of
from targets_app.queries import periods_now
from unions_app.queries import municipal_federation
from unions_app.rules import can_open_ledger
from unions_app.views.doors import allowed

BAD_REQUEST = 400
ASKS = ("target", "union", "period")


@require_GET
@allowed(can_open_ledger)
@never_cache
@told_as_of
def figure(request: HttpRequest, *, as_of: AsOf) -> HttpResponse:
    """Take a figure apart down to its files; without one, ask which."""
    is_asked = any(request.GET.get(name) for name in ASKS)
    form = FigureForm(request.GET if is_asked else None, access=request.access)
    page = None
    if is_asked and form.is_valid():
        page = _taken_apart(request, form.cleaned_data, as_of)
    context = {
        "form": form,
        "page": page,
        "as_of": as_of,
        "is_open": request.GET.get("open") == "1",
    }
    status = BAD_REQUEST if form.errors else 200
    return render(request, "reports_app/ledger_figure.html", context, status=status)


def _taken_apart(
    request: HttpRequest, asked: dict[str, Any], as_of: AsOf
) -> Ancestry | None:
    """Return the figure's ancestry; None before the plan's first period has opened."""
    target = asked["target"]
    period = asked["period"]
    if period is None:
        now = periods_now(plan_id=target.plan_id, today=as_of.on, rewind=as_of.rewind)
        period = now.display
    if period is None:
        return None
    return ancestry_of(
        request.access,
        target=target,
        union=asked["union"] or municipal_federation(),
        period=period,
        as_of=as_of,
    )
