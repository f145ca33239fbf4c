"""Words for what is doubtful or wrong about a figure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FigureWarning(TextChoices):
    """What makes a figure doubtful: each needs a note before it is submitted."""

    FALLING = "falling", _("低于上期数")
    JUMP = "jump", _("超过上期数10倍")
    OVER_QUOTA = "over_quota", _("累计超过全年分解任务数")
    NO_EVIDENCE = "no_evidence", _("本指标须附佐证，还没有附材料")
    LIKELY_TWICE = "likely_twice", _("登记清单中有疑似重复的项")


class FigureProblem(TextChoices):
    """Why a typed figure cannot be taken; each label says what to do."""

    NOT_A_NUMBER = "not_a_number", _("没有看懂这个数，请只填数字，例如 12 或 1,200")
    NEGATIVE = "negative", _("不能填负数；没有发生请填 0")
    TOO_MANY_DECIMALS = (
        "too_many_decimals",
        _("小数位数过多，本项最多填 %(places)s 位小数"),
    )
    TOO_LARGE = "too_large", _("这个数过大，请核对单位")
    NUMERATOR_ABOVE = "numerator_above", _("分子不能大于分母，请核对这两个数")
    INCOMPLETE = "incomplete", _("分子和分母都要填")
    UNKNOWN_STAGE = "unknown_stage", _("请从列出的阶段中选择")
    REASON_MISSING = "reason_missing", _("请写明本期无此项的原因")
    TOO_LONG = "too_long", _("文字过长，请精简后再填")
    CONTROL_CHARACTER = "control_character", _("含有无法保存的控制字符，请删去后再填")
    NOTE_MISSING = "note_missing", _("此数有提示，请在“说明”中写明情况")
    FIGURE_MISSING = "figure_missing", _("请填写更正后的数")
    SAME_AS_BEFORE = "same_as_before", _("与现在入账的数相同，没有要更正的")
    NOT_THE_LIST = (
        "not_the_list",
        _("本期数就是登记清单的项数，请到登记清单中增加或撤下，不在这里改"),
    )
