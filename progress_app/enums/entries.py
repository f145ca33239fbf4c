"""Words for entries and the decisions on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Presence(TextChoices):
    """What an entry says: a value (0 included), not applicable, or nothing yet."""

    NOT_REPORTED = "not_reported", _("未报")
    VALUE = "value", _("已填")
    NOT_APPLICABLE = "not_applicable", _("本期无此项")


class Stage(TextChoices):
    """How far a milestone has come."""

    NOT_STARTED = "not_started", _("未启动")
    UNDER_WAY = "under_way", _("推进中")
    DONE = "done", _("已完成")
    BLOCKED = "blocked", _("受阻")


class EntryState(TextChoices):
    """Where an entry stands on its way to the ledger."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    ENDORSED = "endorsed", _("单位已审")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已通过")


class Decision(TextChoices):
    """What a review decided."""

    ENDORSED = "endorsed", _("单位审核通过")
    RETURNED = "returned", _("退回")
    ACCEPTED = "accepted", _("通过")
    CORRECTED = "corrected", _("更正")


class ReturnReason(TextChoices):
    """Words that often fit a return: a start that the reviewer goes on from."""

    SCOPE = "scope", _("与口径不符，请对照“口径”核对后重填。")
    UNIT = "unit", _("疑似单位有误（例如多写或漏写“万”），请核对。")
    JUMP = "jump", _("与往期相差较大，请核对；数字无误的，请在“说明”中写明原因。")
    EVIDENCE = "evidence", _("依据不足，请补充佐证材料或在“说明”中写明依据。")
    DUPLICATE = "duplicate", _("疑似与往期或其他单位重复，请核对。")
