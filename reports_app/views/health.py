"""How the portal is, for those who keep it and those who audit it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports_app.queries.health import health_at
from unionplan.dispatcher import broker_answers
from unions_app.rules import can_see_health
from unions_app.views.doors import allowed


@require_GET
@allowed(can_see_health)
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Show what runs, what waits, and whether the books agree."""
    page = health_at(request.moment, broker_answers=broker_answers())
    return render(request, "reports_app/health.html", {"page": page})
