"""Words for forms that come back as workbooks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UploadState(TextChoices):
    """What became of an uploaded form."""

    PREVIEWED = "previewed", _("待确认")
    APPLIED = "applied", _("已写入")


class FormRefusal(TextChoices):
    """Why an uploaded form as a whole is not taken; each label says what to do."""

    NOT_A_FORM = (
        "not_a_form",
        _("这不是从平台下载的填报表，请在本页下载填报表，填好后再上传"),
    )
    EDITED = (
        "edited",
        _("填报表的识别信息被改动过，不能确认是哪一份，请重新下载填报表后填写"),
    )
    OTHER_UNION = (
        "other_union",
        _("这是其他单位的填报表，请上传本单位的，或重新下载"),
    )
    OTHER_PERIOD = (
        "other_period",
        _("这是另一期的填报表，请打开对应的报送期上传，或重新下载本期的"),
    )
    COLUMNS_MOVED = (
        "columns_moved",
        _("填报表的栏目被移动、改名或删除，请重新下载填报表后填写"),
    )
    PERIOD_CLOSED = (
        "period_closed",
        _("本期不在填报时间内，不能上传；需要补报或更正请联系市总工会"),
    )


class CellProblem(TextChoices):
    """Why a cell of an uploaded form is not taken; each label says what to do."""

    DATE = "date", _("单元格被存成了日期，请把格式改为“常规”后重新填数")
    PERCENT = "percent", _("单元格是百分比格式，请填实际数，不填百分比")
    BOOLEAN = "boolean", _("单元格里是“TRUE/FALSE”，请填数字")
    ERROR = "error", _("单元格里是错误值，请改填数字")
    WRONG_FIELD = "wrong_field", _("这一栏本项不用填（灰色），请把数填在本项的白色栏里")
    BOTH_GIVEN = (
        "both_given",
        _("既填了数又写了“本期无此项的原因”，请只保留一样"),
    )
    UNKNOWN_CODE = (
        "unknown_code",
        _("这一行的编号不在这份填报表里，请不要增加行或改编号"),
    )
    REPEATED_CODE = "repeated_code", _("这个编号出现了两次，请只保留一行")
    MISSING_ROW = (
        "missing_row",
        _("这一项的行被删去了，请重新下载填报表；没有数时留空即可，不用删行"),
    )
    OUTSIDE_ROWS = (
        "outside_rows",
        _("这一行没有编号，不知道是哪一项，请把内容移到对应的行"),
    )
    HANDED_IN = "handed_in", _("这一项已提交，现在不能再改")
    CHANGED_SINCE = (
        "changed_since",
        _("您下载之后，他人在网页上改了这一项，请核对两个数后决定"),
    )
