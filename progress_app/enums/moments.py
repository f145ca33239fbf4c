"""Words for moments that cannot be told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AsOfProblem(TextChoices):
    """Why a moment cannot be told; each label says what to do."""

    NOT_UNDERSTOOD = (
        "not_understood",
        _("没有看懂这个时点，请选日期（如 2024-09-30），或填入账序号"),
    )
    NOT_YET = "not_yet", _("这个时点还没有到，请选今天或以前的日期")
    NO_SUCH_POSTING = "no_such_posting", _("账上没有这个入账序号，请核对后再填")
