"""Files as people hand them over, each as small as its kind allows."""

import io
import zipfile

from django.core.files.base import ContentFile

from progress_app.actions.evidence import Upload

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"


def archive(*parts: str, comment: bytes = b"") -> bytes:
    """Return a ZIP archive with parts of these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts:
            packed.writestr(zipfile.ZipInfo(part), "<x/>")
        packed.comment = comment
    return made.getvalue()


def xlsx(*more: str) -> bytes:
    """Return what a workbook looks like from outside."""
    return archive("[Content_Types].xml", "xl/workbook.xml", *more)


def docx(*more: str) -> bytes:
    """Return what a document looks like from outside."""
    return archive("[Content_Types].xml", "word/document.xml", *more)


def upload(name: str = "会议纪要.pdf", content: bytes = PDF) -> Upload:
    """Return a file as it was handed over."""
    return Upload(name=name, content=ContentFile(content, name=name))
