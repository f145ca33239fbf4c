"""Words for what changes after a figure is in the ledger, or a period is locked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CorrectionReason(TextChoices):
    """Why an accepted figure has to be corrected."""

    LATE_DATA = "late_data", _("数据迟到")
    MISCOUNT = "miscount", _("统计有误")
    WRONG_UNIT = "wrong_unit", _("计量单位用错")
    WRONG_PERIOD = "wrong_period", _("报错期次")
    DUPLICATE = "duplicate", _("重复计算")
    AUDIT_FINDING = "audit_finding", _("审计或检查发现")
    OTHER = "other", _("其他")


class CorrectionState(TextChoices):
    """Where a proposed correction stands; only the first can still change."""

    PROPOSED = "proposed", _("待审核")
    ACCEPTED = "accepted", _("已更正")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class ExceptionDecision(TextChoices):
    """What became of a request to open a locked period again."""

    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")


class EvidenceProblem(TextChoices):
    """Why a file is not taken as evidence; each label says what to do."""

    EMPTY = "empty", _("这是一个空文件，请另选一个")
    TOO_LARGE = "too_large", _("文件超过20 MB，请压缩或拆分后再传")
    TOO_MANY = "too_many", _("佐证材料最多10份，请先合并")
    UNKNOWN_TYPE = (
        "unknown_type",
        _("只收PDF、PNG、JPEG、XLSX和DOCX文件（按内容识别，改扩展名无效）"),
    )
    BAD_NAME = "bad_name", _("文件名过长或含有无法保存的字符，请改名后再传")
