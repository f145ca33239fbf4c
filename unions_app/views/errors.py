"""Pages for what went wrong: what happened, that nothing was lost, what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from unions_app.serializers.problems import MEDIA_TYPE, problem_details

PROBLEMS = {"bad_request": "malformed"}
"""What the API calls differently."""


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script asks, which cannot show a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def is_for_programs(request: HttpRequest) -> bool:
    """Return whether a request is for the API, which answers with problem details."""
    return request.path.startswith("/api/")


def error_page(
    request: HttpRequest, *, template: str, status: int, code: str
) -> HttpResponse:
    """Render an error as a page, or as {"error": code} for a script of our pages."""
    if is_for_programs(request):
        told = problem_details(PROBLEMS.get(code, code))
        return JsonResponse(told, status=status, content_type=MEDIA_TYPE)
    if wants_json(request):
        return JsonResponse({"error": code}, status=status)
    return render(request, template, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is gone: nothing was changed, try again."""
    return error_page(
        request, template="errors/csrf.html", status=403, code="form_expired"
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return error_page(
        request, template="errors/400.html", status=400, code="bad_request"
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a screen that the person's role does not open."""
    return error_page(request, template="errors/403.html", status=403, code="forbidden")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere, or to another union's object."""
    return error_page(request, template="errors/404.html", status=404, code="not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a defect of ours without blaming anyone.

    A database lost in the middleware, before any view, arrives here too.
    """
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return service_unavailable(request)
    return error_page(request, template="errors/500.html", status=500, code="defect")


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the database is away: nothing was lost, come back shortly."""
    response = error_page(
        request, template="errors/503.html", status=503, code="unavailable"
    )
    response.headers["Retry-After"] = "10"
    return response
