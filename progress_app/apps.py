"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    """What was done."""

    name = "progress_app"
    verbose_name = _("报送与入账")
