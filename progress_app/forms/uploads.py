"""A filled-in form, sent as a workbook."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress_app.forms.keys import KeyForm
from unionplan.lib.spreadsheets.package import MOST_BYTES
from unionplan.lib.spreadsheets.refusals import Refusal

LONGEST_FILE_NAME = 200
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(KeyForm):
    """A filled-in form, as a file."""

    file = forms.FileField(
        label=_("填好的填报表（.xlsx）"),
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"class": "form-control", "accept": f".xlsx,{WORKBOOK}"}
        ),
        error_messages={
            "required": _("请先选择填好的填报表"),
            "invalid": _("没有收到文件，请重新选择"),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a large file before it is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(Refusal.TOO_LARGE.label)
        return file

    @property
    def cleaned_name(self) -> str:
        """What the file is called, as a database and a page can hold it."""
        name = self.cleaned_data["file"].name or ""
        kept = "".join(char for char in name if char.isprintable())
        return kept[-LONGEST_FILE_NAME:]

    def refuse(self, message: str | Promise, place: str = "") -> None:
        """Tell why the file is not taken, and where it is wrong."""
        self.add_error("file", f"{place} {message}".strip())
