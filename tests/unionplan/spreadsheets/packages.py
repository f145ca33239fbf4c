"""Workbooks built in code, and what can be done to their packages."""

import struct
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook

SHEET = "填报表"
OTHER = "明细"
SHEET_PART = "xl/worksheets/sheet1.xml"
OTHER_PART = "xl/worksheets/sheet2.xml"
BOOK_PART = "xl/workbook.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
KINDS_PART = "[Content_Types].xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = dict[str, bytes]


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def plain_book() -> bytes:
    """Return a harmless workbook of two sheets."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"], sheet["G14"] = "本期数", 12
    book.create_sheet(OTHER)["A1"] = "自己的明细"
    return saved(book)


def parts_of(data: bytes) -> Parts:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(
    parts: Parts | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a package of parts, in their order; names may repeat."""
    rows = list(parts.items()) if isinstance(parts, dict) else parts
    file = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as package:
        warnings.simplefilter("ignore")
        for name, content in rows:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def with_parts(**parts: bytes) -> bytes:
    """Return the harmless workbook with parts added; "__" in a name is "/"."""
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    return packed(parts_of(plain_book()) | named)


def adding(name: str, content: bytes = b"x") -> bytes:
    """Return the harmless workbook with one more part."""
    return packed(parts_of(plain_book()) | {name: content})


def editing(part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Return the harmless workbook with one part edited."""
    parts = parts_of(plain_book())
    edited = edit(parts[part])
    assert edited != parts[part], f"nothing was edited in {part}"
    return packed(parts | {part: edited})


def replacing(part: str, old: bytes, new: bytes) -> bytes:
    """Return the harmless workbook with some bytes of a part replaced."""
    return editing(part, lambda content: content.replace(old, new, 1))


def sheet_of(rows: bytes, *, after: bytes = b"", part: str = SHEET_PART) -> bytes:
    """Return the harmless workbook whose sheet has these rows as XML."""
    xml = (
        b'<?xml version="1.0" encoding="UTF-8"?>'
        b'<worksheet xmlns="' + NAMESPACE.encode() + b'"><sheetData>'
    )
    content = xml + rows + b"</sheetData>" + after + b"</worksheet>"
    return packed(parts_of(plain_book()) | {part: content})


def sharing(rows: bytes, text: bytes) -> bytes:
    """Return the harmless workbook whose sheet has these rows, and one shared text."""
    kind = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = parts_of(sheet_of(rows))
    parts[KINDS_PART] = parts[KINDS_PART].replace(b"</Types>", kind)
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{NAMESPACE}"><si>'.encode() + text + b"</si></sst>"
    )
    return packed(parts)


def cell(content: bytes, *, place: bytes = b"G14", row: bytes = b"14") -> bytes:
    """Return one row with one cell as XML."""
    return b'<row r="' + row + b'"><c r="' + place + b'">' + content + b"</c></row>"


def central_offsets(data: bytes) -> list[int]:
    """Return where the entries of the list of parts begin."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        offset, count = package.start_dir, len(package.infolist())
    found = []
    for _number in range(count):
        found.append(offset)
        lengths = struct.unpack_from("<HHH", data, offset + 28)
        offset += 46 + sum(lengths)
    return found


def listed(data: bytes, at: int, value: bytes, *, entry: int = 0) -> bytes:
    """Return a package whose list of parts says something else of one part.

    ``at`` is the place within its entry: 8 flags, 10 method, 16 checksum, 20 packed
    size, 24 size, 42 where it begins.
    """
    edited = bytearray(data)
    start = central_offsets(data)[entry] + at
    edited[start : start + len(value)] = value
    return bytes(edited)
