"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    """Who: unions, people, access, audit trail."""

    name = "unions_app"
    verbose_name = _("工会组织与人员")
