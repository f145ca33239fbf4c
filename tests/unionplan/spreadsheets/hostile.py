"""Every kind of hostile or broken workbook we know of, built in code.

``KINDS`` is from a name to how it is built, the refusal it must meet, and the place that
is told. ``bench.uploads`` reports what each costs.
"""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.unionplan.spreadsheets.packages import (
    BOOK_PART,
    BOOK_RELATIONS,
    KINDS_PART,
    NAMESPACE,
    OFFICE,
    OTHER_PART,
    RELATIONS,
    SHEET_PART,
    adding,
    cell,
    listed,
    packed,
    parts_of,
    plain_book,
    replacing,
    sheet_of,
)
from unionplan.lib.spreadsheets.refusals import Refusal

MIB = 1024 * 1024
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


@dataclass(frozen=True)
class Kind:
    """One kind: how it is built, and what must be said of it."""

    build: Callable[[], bytes]
    refusal: Refusal
    place: str = ""


def relation(kind: str, target: str, *, mode: str = "", name: str = "rId1") -> bytes:
    """Return a part of relations with one relation."""
    external = f' TargetMode="{mode}"' if mode else ""
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="{name}" '
        f'Type="{OFFICE}/{kind}" Target="{target}"{external}/></Relationships>'
    ).encode()


def many_parts() -> bytes:
    return packed(
        parts_of(plain_book()) | {f"xl/media/{n}.png": b"x" for n in range(200)}
    )


def many_small_bombs() -> bytes:
    blocks = {f"xl/media/{n}.png": bytes(MIB) for n in range(61)}
    return packed(parts_of(plain_book()) | blocks)


def duplicate(name: str) -> bytes:
    rows = list(parts_of(plain_book()).items())
    return packed([*rows, (name, b"<x/>")])


def nul_in_name() -> bytes:
    return adding("xl/a#b.xml", b"<a/>").replace(b"a#b.xml", b"a\0b.xml")


def overlapping() -> bytes:
    """Two parts of the list are one block in the file."""
    data = packed(
        [*parts_of(plain_book()).items(), ("xl/a.png", b"x"), ("xl/b.png", b"x")]
    )
    begins = data.index(b"PK\x03\x04", data.index(b"xl/a.png") - 30)
    return listed(data, 42, struct.pack("<I", begins), entry=-1)


def moved_into_junk() -> bytes:
    """A file that begins like a package, and another package behind it."""
    return b"PK\x03\x04" + b"%PDF-1.7 " * 20 + plain_book()


def wrong_size(size: int) -> bytes:
    return listed(plain_book(), 24, struct.pack("<I", size), entry=1)


def garbage_in_part() -> bytes:
    data = bytearray(plain_book())
    start = data.index(b"xl/theme/theme1.xml") + 60
    data[start : start + 40] = b"\xff" * 40
    return bytes(data)


def billion_laughs() -> bytes:
    lines = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    doctype = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + lines + b"]>"
    return replacing(SHEET_PART, b"<worksheet", doctype + b"<worksheet")


def with_doctype(doctype: bytes, part: str = SHEET_PART) -> bytes:
    first = {SHEET_PART: b"<worksheet", KINDS_PART: b"<Types"}[part]
    return replacing(part, first, doctype + first)


def declared(encoding: bytes) -> bytes:
    xml = b'<?xml version="1.0" encoding="' + encoding + b'"?>'
    return replacing(SHEET_PART, b"<worksheet", xml + b"<worksheet")


def deep() -> bytes:
    return sheet_of(b"<row><c><is>" + b"<r>" * 99 + b"</r>" * 99 + b"</is></c></row>")


def many_cells() -> bytes:
    """More cells than any form has, few enough to pass as a sheet."""
    rows = b"".join(
        b'<row r="%d">' % row
        + b"".join(b'<c s="%d"/>' % n for n in range(250))
        + b"</row>"
        for row in range(1, 1300)
    )
    return sheet_of(rows)


def noise(length: int) -> bytes:
    """Return text that does not pack well, the same every time."""
    return bytes(Random(7).choices(b"abcdefghijklmnopqrstuvwxyz0123456789", k=length))


def long_texts(count: int, length: int) -> bytes:
    text = b'<c t="inlineStr"><is><t>' + noise(length) + b"</t></is></c>"
    return sheet_of((b"<row>" + text * (count // 2) + b"</row>") * 2)


def merges(count: int, part: str) -> bytes:
    found = b"".join(
        b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, count + 1)
    )
    return sheet_of(b"", after=b"<mergeCells>" + found + b"</mergeCells>", part=part)


def merged(place: bytes) -> bytes:
    return sheet_of(
        b"", after=b'<mergeCells><mergeCell ref="' + place + b'"/></mergeCells>'
    )


def many_styles() -> bytes:
    styles = b"<xf/>" * 50_000
    return replacing("xl/styles.xml", b"<cellXfs", styles + b"<cellXfs")


def many_sheets() -> bytes:
    sheets = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(10, 60)
    )
    xmlns = f'<sheets xmlns:r="{OFFICE}">'.encode()
    return replacing(BOOK_PART, b"<sheets>", xmlns + sheets)


def long_tag(length: int, *, is_closed: bool) -> bytes:
    end = b'"/>' if is_closed else b""
    return sheet_of(b'<row spans="' + noise(length) + end)


def many_attributes() -> bytes:
    names = b" ".join(b'a%d="1"' % n for n in range(300))
    return sheet_of(b"<row " + names + b"/>")


def workbook_elsewhere() -> bytes:
    kind = (
        b'<Override PartName="/xl/other.xml" ContentType="application/vnd.openxml'
        b'formats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    parts = parts_of(plain_book())
    parts[KINDS_PART] = parts[KINDS_PART].replace(b"</Types>", kind)
    return packed(parts | {"xl/other.xml": parts[BOOK_PART]})


def unscanned_kind() -> bytes:
    kind = (
        b'<Override PartName="/xl/strings.bin" ContentType="application/vnd.openxml'
        b'formats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = parts_of(plain_book())
    parts[KINDS_PART] = parts[KINDS_PART].replace(b"</Types>", kind)
    return packed(parts | {"xl/strings.bin": b"<sst/>"})


def unscanned_sheet() -> bytes:
    parts = parts_of(plain_book())
    parts[BOOK_RELATIONS] = parts[BOOK_RELATIONS].replace(b"sheet1.xml", b"sheet1.bin")
    parts["xl/worksheets/sheet1.bin"] = parts.pop(SHEET_PART)
    return packed(parts)


def macro_kind() -> bytes:
    return replacing(
        KINDS_PART,
        b"openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"ms-excel.sheet.macroEnabled.main",
    )


def linked(kind: str, target: str) -> bytes:
    return adding(SHEET_RELATIONS, relation(kind, target, mode="External"))


def strict() -> bytes:
    return replacing(
        BOOK_PART, NAMESPACE.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )


def without(part: str) -> bytes:
    parts = parts_of(plain_book())
    del parts[part]
    return packed(parts)


def half() -> bytes:
    data = plain_book()
    return data[: len(data) // 2]


R = Refusal
PACKAGES = {
    "nothing": Kind(lambda: b"", R.EMPTY),
    "over five MiB": Kind(lambda: b"PK\x03\x04" + bytes(5 * MIB), R.TOO_LARGE),
    "xls or password": Kind(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), R.OLD_FORMAT
    ),
    "text": Kind(lambda: "编号,本期数\n1,2\n".encode(), R.NOT_A_WORKBOOK),
    "web page": Kind(lambda: b"<html><table></table></html>", R.NOT_A_WORKBOOK),
    "pdf": Kind(lambda: b"%PDF-1.7\n%%EOF", R.NOT_A_WORKBOOK),
    "picture": Kind(lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), R.NOT_A_WORKBOOK),
    "behind junk": Kind(lambda: b"GIF89a" + plain_book(), R.NOT_A_WORKBOOK),
    "zip of photos": Kind(lambda: packed({"a.jpg": b"x"}), R.NOT_A_WORKBOOK),
    "ods": Kind(
        lambda: packed({"mimetype": b"x", "content.xml": b"<x/>"}), R.NOT_A_WORKBOOK
    ),
    "docx": Kind(
        lambda: packed({KINDS_PART: b"<Types/>", "word/document.xml": b"<x/>"}),
        R.NOT_A_WORKBOOK,
    ),
    "xlsb": Kind(lambda: without(BOOK_PART), R.NOT_A_WORKBOOK),
    "no kinds": Kind(lambda: without(KINDS_PART), R.NOT_A_WORKBOOK),
    "no relations": Kind(lambda: without(BOOK_RELATIONS), R.NOT_A_WORKBOOK),
    "half": Kind(half, R.DAMAGED),
    "first bytes only": Kind(lambda: b"PK\x03\x04", R.DAMAGED),
    "two files in one": Kind(moved_into_junk, R.UNSAFE_PART),
    "encrypted part": Kind(lambda: listed(plain_book(), 8, b"\x01\x00"), R.ENCRYPTED),
    "strong encryption": Kind(
        lambda: listed(plain_book(), 8, b"\x40\x00"), R.UNSAFE_PART
    ),
    "masked headers": Kind(lambda: listed(plain_book(), 8, b"\x00\x20"), R.UNSAFE_PART),
    "patch": Kind(lambda: listed(plain_book(), 8, b"\x20\x00"), R.UNSAFE_PART),
    "bzip2": Kind(
        lambda: packed(parts_of(plain_book()), zipfile.ZIP_BZIP2), R.UNSAFE_PART
    ),
    "lzma": Kind(
        lambda: packed(parts_of(plain_book()), zipfile.ZIP_LZMA), R.UNSAFE_PART
    ),
    "unknown method": Kind(
        lambda: listed(plain_book(), 10, b"\x63\x00"), R.UNSAFE_PART
    ),
    "part twice": Kind(lambda: duplicate(SHEET_PART), R.UNSAFE_PART),
    "part twice by case": Kind(
        lambda: duplicate("XL/Worksheets/Sheet1.xml"), R.UNSAFE_PART
    ),
    "absolute part": Kind(lambda: adding("/etc/cron.d/x"), R.UNSAFE_PART),
    "part above": Kind(lambda: adding("../../x.xml"), R.UNSAFE_PART),
    "part above inside": Kind(lambda: adding("xl/../../x.xml"), R.UNSAFE_PART),
    "backslash": Kind(lambda: adding("xl\\evil.xml"), R.UNSAFE_PART),
    "drive": Kind(lambda: adding("C:/x.xml"), R.UNSAFE_PART),
    "double slash": Kind(lambda: adding("xl//x.xml"), R.UNSAFE_PART),
    "nul in a name": Kind(nul_in_name, R.UNSAFE_PART),
    "line break in a name": Kind(lambda: adding("xl/a\nb.xml"), R.UNSAFE_PART),
    "long name": Kind(lambda: adding("xl/" + "a" * 300), R.UNSAFE_PART),
    "many parts": Kind(many_parts, R.TOO_MANY_PARTS),
    "many small bombs": Kind(many_small_bombs, R.TOO_BIG_INSIDE),
    "one bomb": Kind(
        lambda: adding("xl/media/a.png", bytes(10 * MIB)), R.TOO_BIG_INSIDE
    ),
    "claimed size": Kind(lambda: wrong_size(0xFFFFFFF0), R.TOO_BIG_INSIDE),
    "overlapping parts": Kind(overlapping, R.UNSAFE_PART),
    "longer than it is": Kind(lambda: wrong_size(900_000), R.DAMAGED),
    "shorter than it is": Kind(lambda: wrong_size(10), R.DAMAGED),
    "wrong checksum": Kind(lambda: listed(plain_book(), 16, b"\0\0\0\0"), R.DAMAGED),
    "begins elsewhere": Kind(
        lambda: listed(plain_book(), 42, b"\xff\xff\x00\x00", entry=2), R.DAMAGED
    ),
    "garbage in a part": Kind(garbage_in_part, R.DAMAGED),
}
CONTENTS = {
    "macro": Kind(lambda: adding("xl/vbaProject.bin"), R.MACRO),
    "macro by case": Kind(lambda: adding("xl/VBAPROJECT.BIN"), R.MACRO),
    "macro kind": Kind(macro_kind, R.MACRO),
    "macro sheet": Kind(lambda: adding("xl/macrosheets/sheet1.xml"), R.MACRO),
    "control": Kind(lambda: adding("xl/activeX/activeX1.bin"), R.MACRO),
    "form control": Kind(lambda: adding("xl/ctrlProps/ctrlProp1.xml"), R.MACRO),
    "ribbon": Kind(lambda: adding("customUI/customUI14.xml"), R.MACRO),
    "external link": Kind(
        lambda: adding("xl/externalLinks/externalLink1.xml"), R.OUTSIDE_LINK
    ),
    "connection": Kind(lambda: adding("xl/connections.xml"), R.OUTSIDE_LINK),
    "web query": Kind(lambda: adding("xl/queryTables/queryTable1.xml"), R.OUTSIDE_LINK),
    "embedded file": Kind(
        lambda: adding("xl/embeddings/oleObject1.bin"), R.EMBEDDED_OBJECT
    ),
    "linked picture": Kind(
        lambda: linked("image", "http://example.org/a.png"), R.OUTSIDE_LINK
    ),
    "template elsewhere": Kind(
        lambda: linked("attachedTemplate", "file://host/share/a"), R.OUTSIDE_LINK
    ),
    "linked workbook": Kind(
        lambda: linked("externalLinkPath", "file:///a.xlsx"), R.OUTSIDE_LINK
    ),
    "doctype": Kind(lambda: with_doctype(b"<!DOCTYPE x>"), R.ENTITY),
    "doctype in the kinds": Kind(
        lambda: with_doctype(b"<!DOCTYPE x>", KINDS_PART), R.ENTITY
    ),
    "doctype over http": Kind(
        lambda: with_doctype(b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'),
        R.ENTITY,
    ),
    "a file as an entity": Kind(
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        R.ENTITY,
    ),
    "billion laughs": Kind(billion_laughs, R.ENTITY),
    "style sheet": Kind(
        lambda: with_doctype(b'<?xml-stylesheet href="http://example.org/"?>'),
        R.ENTITY,
    ),
    "not well formed": Kind(lambda: sheet_of(b"<row><c></row>"), R.DAMAGED),
    "cut xml": Kind(lambda: sheet_of(b"<!-- "), R.DAMAGED),
    "no xml": Kind(
        lambda: packed(parts_of(plain_book()) | {SHEET_PART: b"\0\1\2"}), R.DAMAGED
    ),
    "empty xml": Kind(
        lambda: packed(parts_of(plain_book()) | {SHEET_PART: b""}), R.DAMAGED
    ),
    "invalid bytes": Kind(lambda: sheet_of(b"<row>\xff\xfe</row>"), R.DAMAGED),
    "unknown entity": Kind(lambda: sheet_of(b"<row>&nbsp;</row>"), R.DAMAGED),
    "control character": Kind(lambda: sheet_of(b"<row>&#1;</row>"), R.DAMAGED),
    "half a character": Kind(lambda: sheet_of(b"<row>&#xD800;</row>"), R.DAMAGED),
    "other encoding": Kind(lambda: declared(b"gb18030"), R.UNSAFE_PART),
    "encoding with shifts": Kind(lambda: declared(b"utf-7"), R.UNSAFE_PART),
    "unknown encoding": Kind(lambda: declared(b"x-nothing"), R.UNSAFE_PART),
    "deep": Kind(deep, R.TOO_MANY_CELLS),
    "many cells": Kind(many_cells, R.TOO_MANY_CELLS),
    "many styles": Kind(many_styles, R.TOO_MANY_CELLS),
    "many sheets": Kind(many_sheets, R.TOO_MANY_SHEETS),
    "merged over all": Kind(
        lambda: merged(b"A1:XFD1048576"), R.MERGED, "A1:XFD1048576"
    ),
    "merged cells": Kind(lambda: merged(b"F7:F9"), R.MERGED, "F7:F9"),
    "many merges elsewhere": Kind(lambda: merges(600, OTHER_PART), R.TOO_MANY_CELLS),
    "long text": Kind(lambda: long_texts(2, 70_000), R.TOO_LONG_TEXT),
    "many long texts": Kind(lambda: long_texts(280, 30_000), R.TOO_BIG_INSIDE),
    "last column": Kind(
        lambda: sheet_of(cell(b"<v>1</v>", place=b"XFD14")), R.TOO_MANY_CELLS, "XFD14"
    ),
    "last row": Kind(
        lambda: sheet_of(cell(b"<v>1</v>", place=b"A1048576", row=b"1048576")),
        R.TOO_MANY_CELLS,
        "A1048576",
    ),
    "formula": Kind(lambda: sheet_of(cell(b"<f>1+1</f><v>2</v>")), R.FORMULA, "G14"),
    "shared formula": Kind(
        lambda: sheet_of(cell(b'<f t="shared" si="0"/><v>2</v>')), R.FORMULA, "G14"
    ),
    "formula without address": Kind(
        lambda: sheet_of(b'<row r="14"><c/><c><f>A1</f></c></row>'), R.FORMULA, "B14"
    ),
    "command": Kind(
        lambda: sheet_of(cell(b"<f>cmd|' /C calc'!A0</f>")), R.FORMULA, "G14"
    ),
    "long tag": Kind(lambda: long_tag(2 * MIB, is_closed=True), R.UNSAFE_PART),
    "endless tag": Kind(lambda: long_tag(4 * MIB, is_closed=False), R.UNSAFE_PART),
    "many attributes": Kind(many_attributes, R.UNSAFE_PART),
    "bad address": Kind(lambda: sheet_of(cell(b"<v>1</v>", place=b"14G")), R.DAMAGED),
    "bad row": Kind(lambda: sheet_of(b'<row r="-1"/>'), R.DAMAGED),
    "strict format": Kind(strict, R.STRICT_FORMAT),
    "workbook elsewhere": Kind(workbook_elsewhere, R.UNSAFE_PART),
    "unscanned kind": Kind(unscanned_kind, R.UNSAFE_PART),
    "unscanned sheet": Kind(unscanned_sheet, R.UNSAFE_PART),
    "sheet name twice": Kind(
        lambda: replacing(BOOK_PART, "明细".encode(), "填报表".encode()),
        R.UNSAFE_PART,
    ),
    "relation twice": Kind(
        lambda: replacing(BOOK_RELATIONS, b'"rId2"', b'"rId1"'), R.UNSAFE_PART
    ),
    "unknown style": Kind(
        lambda: sheet_of(b'<row r="1"><c r="A1" s="9999"><v>1</v></c></row>'),
        R.UNREADABLE,
    ),
    "unknown string": Kind(
        lambda: sheet_of(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        R.UNREADABLE,
    ),
    "no number": Kind(
        lambda: sheet_of(b'<row r="1"><c r="A1"><v>abc</v></c></row>'), R.UNREADABLE
    ),
    "missing sheet": Kind(lambda: without(SHEET_PART), R.DAMAGED),
    "other root": Kind(
        lambda: packed(parts_of(plain_book()) | {BOOK_PART: b"<workbook/>"}),
        R.DAMAGED,
    ),
}
KINDS = PACKAGES | CONTENTS
