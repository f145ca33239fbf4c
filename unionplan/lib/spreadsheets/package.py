"""The package of a workbook: its list of parts, before anything is unpacked.

Bounds come from trials with hostile files. A form as the portal makes it has 15 parts
and 100 kB; what a person adds to it stays far below them.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from unionplan.lib.spreadsheets.bounds import FORM, MOST_BYTES, Bounds
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

__all__ = ["MOST_BYTES", "opened"]
MOST_PARTS = 200
MOST_RATIO = 150
RATIO_FROM = 1024 * 1024
"""Small parts may be as repetitive as they like: a list of blank cells is."""
LONGEST_NAME = 200
FIRST_BYTES = b"PK\x03\x04"
OLE_BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Files of Excel before 2007, and any workbook under a password."""
LOCAL_HEADER = 30
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FORBIDDEN = {
    "vbaproject": Refusal.MACRO,
    "vbadata": Refusal.MACRO,
    "activex": Refusal.MACRO,
    "ctrlprops": Refusal.MACRO,
    "macrosheets": Refusal.MACRO,
    "customui": Refusal.MACRO,
    "externallinks": Refusal.OUTSIDE_LINK,
    "connections": Refusal.OUTSIDE_LINK,
    "querytables": Refusal.OUTSIDE_LINK,
    "embeddings": Refusal.EMBEDDED_OBJECT,
}
"""Words that a part's name must not hold, in lower case."""
NEEDED = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")


def opened(
    data: bytes, *, needed: Sequence[str] = NEEDED, bounds: Bounds = FORM
) -> zipfile.ZipFile:
    """Return a package, a workbook's if not said otherwise, its parts' list found sound.

    Errors: RefusedError. Nothing is unpacked.
    """
    if not data:
        raise RefusedError(Refusal.EMPTY)
    if len(data) > bounds.size:
        raise RefusedError(Refusal.TOO_LARGE)
    if data.startswith(OLE_BYTES):
        raise RefusedError(Refusal.OLD_FORMAT)
    if not data.startswith(FIRST_BYTES):
        raise RefusedError(Refusal.NOT_A_WORKBOOK)
    package = _listed(data)
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise RefusedError(Refusal.TOO_MANY_PARTS)
    for part in parts:
        _check_name(part.orig_filename)
        _check_part(part)
    names = [part.orig_filename for part in parts]
    if len({name.casefold() for name in names}) != len(names):
        raise RefusedError(Refusal.UNSAFE_PART)
    if sum(part.file_size for part in parts) > bounds.unpacked:
        raise RefusedError(Refusal.TOO_BIG_INSIDE)
    _check_places(parts, size=len(data))
    if not set(needed) <= set(names):
        raise RefusedError(Refusal.NOT_A_WORKBOOK)
    return package


def _listed(data: bytes) -> zipfile.ZipFile:
    """Return the package if its list of parts can be read at all.

    The standard library reads hostile lists with whatever error comes first.
    """
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        NotImplementedError,
        OSError,
    ):
        raise RefusedError(Refusal.DAMAGED) from None


def _check_name(name: str) -> None:
    steps = name.split("/")
    is_plain = (
        0 < len(name) <= LONGEST_NAME
        and name.isprintable()
        and not name.startswith("/")
        and "\\" not in name
        and ":" not in name
        and not {"", ".", ".."} & set(steps[:-1])
        and steps[-1] not in (".", "..")
    )
    if not is_plain:
        raise RefusedError(Refusal.UNSAFE_PART)
    lowered = name.casefold()
    for word, refusal in FORBIDDEN.items():
        if word in lowered:
            raise RefusedError(refusal)


def _check_part(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 0x1:
        raise RefusedError(Refusal.ENCRYPTED)
    # Bits 5 and 6: patches and strong encryption; 13: masked headers.
    if part.flag_bits & 0x2060 or part.compress_type not in METHODS:
        raise RefusedError(Refusal.UNSAFE_PART)
    is_large = part.file_size > RATIO_FROM
    if is_large and part.file_size > MOST_RATIO * max(1, part.compress_size):
        raise RefusedError(Refusal.TOO_BIG_INSIDE)


def _check_places(parts: Sequence[zipfile.ZipInfo], *, size: int) -> None:
    """Refuse parts that lie over each other: one packed block, unpacked many times."""
    end = 0
    if parts and min(part.header_offset for part in parts):
        # Another file stands in front of the package.
        raise RefusedError(Refusal.UNSAFE_PART)
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise RefusedError(Refusal.UNSAFE_PART)
        end = part.header_offset + LOCAL_HEADER + part.compress_size
    if end > size:
        raise RefusedError(Refusal.DAMAGED)
