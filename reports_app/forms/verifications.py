"""A file that is to be verified."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress_app.forms import KeyForm
from unionplan.lib.spreadsheets.bounds import BOOK
from unionplan.lib.spreadsheets.refusals import Refusal

LONGEST_FILE_NAME = 200
WORDS = {
    Refusal.EMPTY: _("这是一个空文件，请重新选择要核验的工作簿"),
    Refusal.TOO_LARGE: _(
        "文件超过15 MB，比平台做的任何工作簿都大，请核对是不是选错了文件"
    ),
    Refusal.OLD_FORMAT: _(
        "这是旧格式（.xls、.et）或加了密码的文件，不是平台做的原样。"
        "请取消密码、另存为 .xlsx 后再核验"
    ),
    Refusal.NOT_A_WORKBOOK: _("这不是 .xlsx 工作簿，请选择从平台导出的工作簿"),
    Refusal.DAMAGED: _("文件已损坏或不完整，没有打开，请换一份完整的再核验"),
    Refusal.TOO_MANY_PARTS: _("文件里的部件过多，不像平台做的工作簿，没有打开"),
    Refusal.TOO_BIG_INSIDE: _("文件展开后过大，不像平台做的工作簿，没有打开"),
    Refusal.UNSAFE_PART: _("文件的内部结构不正常，为安全起见没有打开"),
    Refusal.MACRO: _("文件带有宏或控件，平台做的工作簿从不带宏；为安全起见没有打开"),
    Refusal.OUTSIDE_LINK: _(
        "文件链接了外部文件或数据，平台做的工作簿从不这样；为安全起见没有打开"
    ),
    Refusal.EMBEDDED_OBJECT: _(
        "文件里嵌有其他文件或对象，平台做的工作簿从不这样；为安全起见没有打开"
    ),
    Refusal.ENTITY: _("文件含有不允许的声明，为安全起见没有打开"),
    Refusal.TOO_MANY_SHEETS: _("工作表过多，不像平台做的工作簿，没有打开"),
    Refusal.TOO_MANY_CELLS: _("表里的行、列或格式过多，不像平台做的工作簿，没有打开"),
    Refusal.TOO_LONG_TEXT: _("有单元格的文字过长，不像平台做的工作簿，没有打开"),
}
"""The labels of refusals speak of a form to be filled in; here a workbook is meant."""


class VerificationForm(KeyForm):
    """Any file; what it is, is found out."""

    file = forms.FileField(
        label=_("要核验的工作簿"),
        allow_empty_file=True,
        error_messages={
            "required": _("请先选择要核验的工作簿"),
            "invalid": _("没有收到文件，请重新选择"),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a large file before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > BOOK.size:
            raise forms.ValidationError(WORDS[Refusal.TOO_LARGE])
        return file

    @property
    def cleaned_name(self) -> str:
        """What the file is called, as a database and a page can hold it."""
        name = self.cleaned_data["file"].name or ""
        kept = "".join(char for char in name if char.isprintable())
        return kept[-LONGEST_FILE_NAME:]

    def refuse(self, refusal: Refusal, place: str = "") -> None:
        """Tell why the file is not opened, and where it is wrong."""
        self.tell(WORDS.get(refusal, refusal.label), place)

    def tell(self, words: str | Promise, place: str = "") -> None:
        """Tell what is wrong with the file."""
        self.add_error("file", f"{place} {words}".strip())
