"""Words for plans."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanStatus(TextChoices):
    """A plan's life."""

    DRAFT = "draft", _("草案")
    ACTIVE = "active", _("执行中")
    CLOSED = "closed", _("已结束")
