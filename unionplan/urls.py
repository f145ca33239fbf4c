"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("unions_app.urls")),
    path("", include("progress_app.urls")),
    path("", include("reports_app.urls")),
    path("api/v1/", include("unionplan.api_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "unions_app.views.errors.bad_request"
handler403 = "unions_app.views.errors.permission_denied"
handler404 = "unions_app.views.errors.page_not_found"
handler500 = "unions_app.views.errors.server_error"
