"""Words for the items of a register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemProblem(TextChoices):
    """Why an item cannot be put on a list; each label says what to do."""

    NAME_MISSING = "name_missing", _("请写名称")
    WHERE_MISSING = "where_missing", _("统一代码和地址至少写一项")
    DATE_MISSING = "date_missing", _("请写日期")
    DATE_UNREADABLE = (
        "date_unreadable",
        _("没有看懂日期，请写年月日，例如 2024-10-08"),
    )
    DATE_AHEAD = "date_ahead", _("日期还没有到，请核对")
    DATE_AFTER_PERIOD = (
        "date_after_period",
        _("日期在本期之后，请核对，或留到那一期再登记"),
    )
    TOO_LONG = "too_long", _("文字过长，请精简后再填")
    CONTROL_CHARACTER = "control_character", _("含有无法保存的控制字符，请删去后再填")
    TOO_MANY_CELLS = (
        "too_many_cells",
        _("这一行多出了几列，请只留名称、统一代码、地址、日期、备注"),
    )


class Likeness(TextChoices):
    """Why two items are likely the same thing: told to a person, who decides."""

    IDENTIFIER = "identifier", _("统一代码相同")
    PLACE = "place", _("名称和地址相近")
    NAME = "name", _("名称相近")
