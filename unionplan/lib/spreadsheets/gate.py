"""The gate: whether a file from outside may meet a parser at all.

Nothing here builds a document. Deciding takes under two seconds and little memory,
whatever the file holds; what passes is small, flat and refers to nothing outside.
"""

import posixpath
import zlib
from collections.abc import Collection
from zipfile import BadZipFile, ZipFile

from unionplan.lib.spreadsheets.bounds import FORM, Bounds
from unionplan.lib.spreadsheets.package import opened
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError
from unionplan.lib.spreadsheets.scan import Budget, Found, scanned

XML_ENDINGS = (".xml", ".rels")
LISTS = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
"""Read first: they say which part is which sheet."""
WORKBOOK_KINDS = ("sheet.main+xml", "template.main+xml")


def check(
    data: bytes, *, plain_sheets: Collection[str] = (), bounds: Bounds = FORM
) -> None:
    """Refuse a workbook that is not safe to read.

    ``plain_sheets`` are sheets, by name, that must hold values only: no formulas, no
    merged cells. Errors: RefusedError.
    """
    package = opened(data, bounds=bounds)
    budget = Budget(elements=bounds.elements, characters=bounds.characters)
    kinds, relations, workbook = (_scan(package, name, budget) for name in LISTS)
    _check_kinds(kinds)
    plain = _parts_of(plain_sheets, workbook=workbook, relations=relations)
    if not workbook.sheets or not plain <= set(package.namelist()):
        raise RefusedError(Refusal.DAMAGED)
    for name in package.namelist():
        if name not in LISTS and name.casefold().endswith(XML_ENDINGS):
            _scan(package, name, budget, is_plain=name in plain)


def _scan(
    package: ZipFile, name: str, budget: Budget, *, is_plain: bool = False
) -> Found:
    try:
        stream = package.open(name)
    except (BadZipFile, NotImplementedError, OSError, ValueError, zlib.error):
        # The part's own header is not what the list of parts says.
        raise RefusedError(Refusal.DAMAGED) from None
    with stream:
        size = package.getinfo(name).file_size
        return scanned(stream, budget, size=size, is_plain=is_plain)


def _check_kinds(kinds: Found) -> None:
    """Refuse a package whose parts are other than their names say.

    The reader finds parts by their kind: one with XML in it under a name that is not
    scanned, or a workbook elsewhere, would get past.
    """
    for name, kind in kinds.overrides.items():
        is_xml = kind.endswith(("+xml", "/xml"))
        if is_xml and not name.casefold().endswith(XML_ENDINGS):
            raise RefusedError(Refusal.UNSAFE_PART)
        if kind.endswith(WORKBOOK_KINDS) and name != "/xl/workbook.xml":
            raise RefusedError(Refusal.UNSAFE_PART)


def _parts_of(
    sheets: Collection[str], *, workbook: Found, relations: Found
) -> set[str]:
    """Return the names of the parts that hold sheets of these names."""
    parts: dict[str, str] = {}
    for relation, target in relations.targets.items():
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        parts[relation] = posixpath.normpath(path)
        if not parts[relation].casefold().endswith(XML_ENDINGS):
            raise RefusedError(Refusal.UNSAFE_PART)
    return {parts.get(workbook.sheets.get(name, ""), "") for name in sheets} - {""}
