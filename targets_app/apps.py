"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    """What was promised."""

    name = "targets_app"
    verbose_name = _("指标与报送期")
