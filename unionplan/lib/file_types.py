"""What a file is, told by its content alone; a short list, everything else is None.

A library was tried (puremagic 1.30, the last for this Python): it calls every ZIP
archive a Word document, which is the one question that matters here.
"""

import struct
from typing import IO
from zipfile import BadZipFile, ZipFile

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SIGNATURES = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
}
DRAWN = frozenset({PDF, PNG, JPEG})
"""Of what small pictures can be made."""
MAIN_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
"""The part that makes an Office archive a workbook or a document."""
CODE_PARTS = ("vbaProject.bin", "vbaData.xml")
MOST_PARTS = 5000
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_ZIP_END_SIZE = 22
_LONGEST_COMMENT = 65535


def content_type_of(content: IO[bytes]) -> str | None:
    """Return the content type of a file; None for what is not on the list.

    Nothing is unpacked: of an archive only the list of its parts is read, and only
    when that is short. One with macros in it is not on the list.
    """
    content.seek(0)
    head = content.read(8)
    for signature, content_type in SIGNATURES.items():
        if head.startswith(signature):
            return content_type
    return _office_type(content) if head.startswith(_ZIP) else None


def _office_type(content: IO[bytes]) -> str | None:
    if _number_of_parts(content) > MOST_PARTS:
        return None
    try:
        with ZipFile(content) as archive:
            names = archive.namelist()
    except (BadZipFile, NotImplementedError, UnicodeDecodeError):
        return None
    if any(name.endswith(CODE_PARTS) for name in names):
        return None
    found = {kind for part, kind in MAIN_PARTS.items() if part in names}
    return found.pop() if len(found) == 1 and "[Content_Types].xml" in names else None


def _number_of_parts(content: IO[bytes]) -> int:
    """Return how many parts an archive says it has, before its list is read."""
    size = content.seek(0, 2)
    content.seek(max(0, size - _LONGEST_COMMENT - _ZIP_END_SIZE))
    tail = content.read()
    start = tail.rfind(_ZIP_END)
    if start < 0 or len(tail) < start + _ZIP_END_SIZE:
        return 0
    number: int = struct.unpack_from("<H", tail, start + 10)[0]
    return number
