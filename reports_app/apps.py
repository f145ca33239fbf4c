"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What is told."""

    name = "reports_app"
    verbose_name = _("汇总与导出")
