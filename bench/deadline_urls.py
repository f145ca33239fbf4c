"""The portal's addresses and one more: a signed-in view that does nothing."""

from django.http import HttpRequest, HttpResponse  # noqa: TID251
from django.urls import path

from unionplan.urls import handler400, handler403, handler404, handler500, urlpatterns
from unions_app.views.doors import signed_in

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@signed_in
def bare(request: HttpRequest) -> HttpResponse:
    """Answer who is signed in: session, person and access have been read by then."""
    return HttpResponse(str(request.user.pk))


urlpatterns = [*urlpatterns, path("bare/", bare)]
