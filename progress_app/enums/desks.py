"""Words for who has reported, and how a target stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportingState(TextChoices):
    """How far a union's return for a period is; derived from rows and dates."""

    NOT_OWED = "not_owed", _("无需报送")
    NOT_OPEN = "not_open", _("未开放")
    NOT_BEGUN = "not_begun", _("未开始")
    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("有退回")
    ACCEPTED = "accepted", _("全部通过")
    OVERDUE = "overdue", _("逾期未报")


class ReminderKind(TextChoices):
    """What a reminder came from: a person, or the calendar."""

    BY_HAND = "by_hand", _("人工催报")
    THREE_DAYS_BEFORE = "three_days_before", _("截止前3日")
    ONE_DAY_BEFORE = "one_day_before", _("截止前1日")
    DAY_AFTER = "day_after", _("逾期次日")


class Light(TextChoices):
    """How a target stands against its pace. Always shown as word, shape and colour."""

    MET = "met", _("达标")
    ON_PACE = "on_pace", _("正常")
    BEHIND = "behind", _("滞后")
    FAR_BEHIND = "far_behind", _("严重滞后")
    NOT_DUE = "not_due", _("未到期")
    NOT_REPORTED = "not_reported", _("未报")
    NO_QUOTA = "no_quota", _("未分解")
