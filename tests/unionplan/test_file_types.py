"""What a file is, by its content: the short list, and everything that is not on it."""

import io
import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress_app.files import JPEG, PDF, PNG, archive, docx, xlsx
from unionplan.lib import file_types
from unionplan.lib.file_types import MOST_PARTS, content_type_of


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, file_types.PDF),
        (PNG, file_types.PNG),
        (JPEG, file_types.JPEG),
        (xlsx(), file_types.XLSX),
        (xlsx("xl/worksheets/sheet1.xml"), file_types.XLSX),
        (docx(), file_types.DOCX),
    ],
)
def test_what_is_on_the_list(content, expected):
    assert content_type_of(io.BytesIO(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"MZ\x90\0",
        b" %PDF-1.7",
        b"%PD",
        b"\x89PNG",
        b"PK\x03\x04 and no archive at all",
        archive("a.exe"),
        archive("xl/workbook.xml"),
        archive("[Content_Types].xml"),
        archive("[Content_Types].xml", "ppt/presentation.xml"),
        archive("[Content_Types].xml", "xl/workbook.xml", "word/document.xml"),
        xlsx("xl/vbaProject.bin"),
        docx("word/vbaData.xml"),
        xlsx()[:-30],
    ],
    ids=lambda content: f"{len(content)}-{sha256(content).hexdigest()[:8]}",
)
def test_what_is_not(content):
    assert content_type_of(io.BytesIO(content)) is None


def test_an_archive_with_a_comment_is_still_read():
    commented = archive(
        "[Content_Types].xml", "word/document.xml", comment=b"c" * 65535
    )

    assert content_type_of(io.BytesIO(commented)) == file_types.DOCX


def test_a_list_of_parts_that_is_too_long_is_never_read(monkeypatch):
    crowded = xlsx(*(f"xl/{number}.xml" for number in range(MOST_PARTS)))
    monkeypatch.setattr(file_types, "ZipFile", None)

    assert content_type_of(io.BytesIO(crowded)) is None


def test_a_count_that_lies_gains_nothing():
    content = bytearray(archive("a.exe"))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", content, end + 8, 0, 0)

    assert content_type_of(io.BytesIO(bytes(content))) is None


def test_where_the_reader_stood_does_not_matter():
    content = io.BytesIO(PNG)
    content.seek(10)

    assert content_type_of(content) == file_types.PNG


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", xlsx()[:80]]))
def test_whatever_comes_is_answered(content, start):
    known = {None, file_types.PDF, file_types.PNG, file_types.JPEG}

    assert content_type_of(io.BytesIO(start + content)) in known
