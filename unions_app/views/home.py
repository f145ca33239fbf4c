"""Where people land, what someone without a role sees, and whether the portal lives."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from unions_app.queries import touch_database
from unions_app.rules import landing_name
from unions_app.views.doors import signed_in


@require_safe
@signed_in
@never_cache
def landing(request: HttpRequest) -> HttpResponse:
    """Lead people to the screen of their role."""
    return redirect(landing_name(request.access))


@require_GET
@signed_in
def no_role(request: HttpRequest) -> HttpResponse:
    """Tell someone who holds no role today whom to ask."""
    return render(request, "unions_app/no_role.html")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the portal serves; with the database away this answers 503 instead."""
    touch_database()
    return JsonResponse({"database": "ok"})
