"""A form as WPS and Excel store it again: what differs from our own file."""

import re

from tests.unionplan.spreadsheets.packages import KINDS_PART, packed, parts_of

SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
INLINE = re.compile(r't="inlineStr"([^>]*)><is><t([^>]*)>(.*?)</t></is>', re.DOTALL)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def _shared(parts: dict[str, bytes], *, is_rich: bool) -> dict[str, bytes]:
    """Return the parts with every text in the shared table."""
    strings: list[str] = []

    def moved(match: re.Match[str]) -> str:
        text = f"<t{match[2]}>{match[3]}</t>"
        strings.append(f"<si><r>{text}</r></si>" if is_rich else f"<si>{text}</si>")
        return f't="s"{match[1]}><v>{len(strings) - 1}</v>'

    made = dict(parts)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        made[name] = INLINE.sub(moved, parts[name].decode()).encode()
    assert len(strings) > 50
    table = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    made["xl/sharedStrings.xml"] = table.encode()
    made[KINDS_PART] = parts[KINDS_PART].replace(b"</Types>", STRINGS.encode())
    return made


def as_wps(data: bytes) -> bytes:
    """Shared and rich strings, parts of its own, targets from the root, CR LF."""
    parts = _shared(parts_of(data), is_rich=True)
    parts[SHEET] = parts[SHEET].replace(b"veryHidden", b"hidden")
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"\n", b"_x000D_\n"
    )
    parts["docProps/custom.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties>'
        b"<property>KSOProductBuildVer</property></Properties>"
    )
    parts["customXml/item1.xml"] = b'<s:customData xmlns:s="http://www.wps.cn/"/>'
    return packed(parts)


def as_excel(data: bytes) -> bytes:
    """Shared strings, prefixes, relative targets, reckoned numbers, printer settings."""
    parts = _shared(parts_of(data), is_rich=False)
    parts[RELATIONS] = parts[RELATIONS].replace(b'Target="/xl/', b'Target="')
    assert b"<v>1234</v>" in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(b"<v>1234</v>", b"<v>1234.0000000000002</v>")
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b"<!-- by Excel --><sheetData>")
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(300)
    return packed(parts)
