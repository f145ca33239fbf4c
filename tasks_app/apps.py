"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """What is planned."""

    name = "tasks_app"
    verbose_name = _("年度计划")
