"""The administration site: signed in through the portal, for administrators."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """Django's admin behind the portal's own sign-in."""

    site_header = _("基础数据管理")
    site_title = _("工会工作计划平台")
    index_title = _("基础数据")
    site_url = "/"
    enable_nav_sidebar = True

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out "view on site": no row has a page, and odd keys are a 500 there."""
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", None) != "view_on_site"
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in, by their membership on the day."""
        return request.user.is_active and request.access.has("administrator")

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Send strangers to the one sign-in page, which counts failed tries.

        Who is signed in without being an administrator is told so; sending them to
        the sign-in page would send them straight back here.
        """
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def password_change(
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """Send to the portal's own page, which leaves an audit event."""
        return redirect("change_password")

    def logout(
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """Send to the start: signing out is the portal's button."""
        return redirect("landing")
