"""App configuration of the administration site."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Make the portal's site the default one."""

    default_site = "unionplan.admin.PortalAdminSite"
