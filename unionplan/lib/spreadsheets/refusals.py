"""Why a workbook is not even opened; each label says what to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    """What the gate found. ``RefusedError`` adds the place where there is one."""

    EMPTY = "empty", _("这是一个空文件，请重新选择填好的填报表")
    TOO_LARGE = (
        "too_large",
        _("文件超过5 MB，请删去自己添加的图片和工作表，或重新下载填报表后填写"),
    )
    OLD_FORMAT = (
        "old_format",
        _("这是旧格式（.xls、.et）或加了密码的文件，请取消密码并另存为 .xlsx 后再上传"),
    )
    NOT_A_WORKBOOK = (
        "not_a_workbook",
        _("这不是 .xlsx 工作簿，请上传从本页下载的填报表，或另存为 .xlsx"),
    )
    DAMAGED = "damaged", _("文件已损坏或不完整，请重新保存或重新下载填报表后再上传")
    ENCRYPTED = "encrypted", _("文件加了密码，请取消密码后再上传")
    TOO_MANY_PARTS = (
        "too_many_parts",
        _("文件里的部件过多，请删去自己添加的工作表和图片后再上传"),
    )
    TOO_BIG_INSIDE = (
        "too_big_inside",
        _("文件展开后过大，请删去多余的内容，或重新下载填报表后填写"),
    )
    UNSAFE_PART = (
        "unsafe_part",
        _("文件的内部结构不正常，为安全起见没有打开，请重新下载填报表后填写"),
    )
    MACRO = "macro", _("文件带有宏或控件，请另存为不含宏的 .xlsx 后再上传")
    OUTSIDE_LINK = (
        "outside_link",
        _("文件链接了外部文件或数据，请断开链接、只保留数值后再上传"),
    )
    EMBEDDED_OBJECT = (
        "embedded_object",
        _("文件里嵌有其他文件或对象，请删去后再上传"),
    )
    ENTITY = (
        "entity",
        _("文件含有不允许的声明，为安全起见没有打开，请重新下载填报表后填写"),
    )
    STRICT_FORMAT = (
        "strict_format",
        _("这是“Strict Open XML”格式，请另存为普通的“Excel 工作簿（.xlsx）”后再上传"),
    )
    TOO_MANY_SHEETS = "too_many_sheets", _("工作表过多，请只保留填报表后再上传")
    TOO_MANY_CELLS = (
        "too_many_cells",
        _("表里的行、列或格式过多，请删去填报表以外的内容，或重新下载填报表后填写"),
    )
    TOO_LONG_TEXT = "too_long_text", _("有单元格的文字过长，请精简后再上传")
    FORMULA = (
        "formula",
        _("单元格里是公式，请复制后“选择性粘贴为数值”，或直接填数"),
    )
    MERGED = "merged", _("填报表里有合并的单元格，请取消合并后再上传")
    UNREADABLE = (
        "unreadable",
        _("没有能读出这个文件，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"),
    )


class RefusedError(Exception):
    """A workbook is refused; ``place`` is a cell or a range, "" for all of it."""

    def __init__(self, refusal: Refusal, place: str = "") -> None:
        """Keep the reason and the place."""
        super().__init__(refusal.value, place)
        self.refusal = refusal
        self.place = place
