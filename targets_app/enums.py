"""Words for targets and periods."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TargetKind(TextChoices):
    """How a target's figures add up over time and over unions."""

    FLOW = "flow", _("累计量")
    STOCK = "stock", _("时点量")
    RATIO = "ratio", _("比率")
    MILESTONE = "milestone", _("推进事项")


class Unit(TextChoices):
    """What is counted. 人次 and 人 never add to each other."""

    EVENTS = "events", _("场次")
    ITEMS = "items", _("个")
    ORGANISATIONS = "organisations", _("家")
    COURSES = "courses", _("期")
    PARTICIPATIONS = "participations", _("人次")
    PEOPLE = "people", _("人")
    PERCENT = "percent", "%"
    NONE = "none", _("（无）")


class Comparator(TextChoices):
    """What fulfils the target."""

    AT_LEAST = "at_least", _("不少于")
    PLANNED = "planned", _("计划数")


class Strength(TextChoices):
    """How firmly the plan promises it."""

    FIRM = "firm", _("刚性")
    ASPIRATIONAL = "aspirational", _("力争")


class Source(TextChoices):
    """Who reports the figure: one source of truth each."""

    DISTRICTS = "districts", _("区县和产业工会填报")
    MUNICIPAL = "municipal", _("牵头部门填报")
    BOTH = "both", _("牵头部门与区县、产业工会分别填报各自举办的部分")


class PaceKind(TextChoices):
    """The shape of the expected share over the year."""

    LINEAR = "linear", _("按月均衡")
    STEP = "step", _("到期一次完成")
    CUSTOM = "custom", _("自定曲线")


class PeriodKind(TextChoices):
    """How long a reporting period is."""

    MONTH = "month", _("月")
    QUARTER = "quarter", _("季度")


class PeriodState(TextChoices):
    """Where a period stands on a day; derived, never stored."""

    NOT_OPEN = "not_open", _("未开放")
    OPEN = "open", _("填报中")
    OVERDUE = "overdue", _("已逾期")
    LOCKED = "locked", _("已锁定")
