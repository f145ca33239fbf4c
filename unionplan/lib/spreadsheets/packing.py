"""Packages whose bytes depend on nothing but their content: no clock, no platform."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a member of a package can have."""
_UNIX, _MODE = 3, 0o644 << 16
FAST = 1
"""zlib's quickest level: what long sheets are packed with."""
_FIRST = "[Content_Types].xml"
_ROWS_END = b"</sheetData>"
_BUFFER = 1 << 19
_BATCH = 500


class Package:
    """A ZIP file written member by member, in the order given."""

    def __init__(self, to: IO[bytes]) -> None:
        """Begin an empty package."""
        self._archive = ZipFile(to, "w", ZIP_DEFLATED)

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Add a member piece by piece; return how many bytes it holds."""
        member = ZipInfo(name, _TIME)
        member.compress_type = ZIP_DEFLATED
        member.create_system, member.external_attr = _UNIX, _MODE
        # Python 3.13 gave the attribute this name; before, it was a private one.
        level = (
            "compress_level" if hasattr(member, "compress_level") else "_compresslevel"
        )
        setattr(member, level, FAST)
        size = 0
        with self._archive.open(member, "w", force_zip64=True) as opened:
            for piece in pieces:
                size += opened.write(piece)
        return size

    def close(self) -> None:
        """Write the directory at the end."""
        self._archive.close()


def repacked(
    made: IO[bytes], to: IO[bytes], *, rows: Mapping[str, Iterable[str]]
) -> None:
    """Write a package again, the same for the same content, with more rows in it.

    ``rows`` are put at the end of the named sheets' own.
    """
    package = Package(to)
    with ZipFile(made) as source:
        names = [name for name in source.namelist() if name != _FIRST]
        for name in [_FIRST, *names]:
            if name in rows:
                package.add(name, _with_rows(source.read(name), rows[name]))
            else:
                package.add(name, _pieces(source, name))
    package.close()


def _pieces(source: ZipFile, name: str) -> Iterator[bytes]:
    with source.open(name) as opened:
        while piece := opened.read(_BUFFER):
            yield piece


def _with_rows(sheet: bytes, rows: Iterable[str]) -> Iterator[bytes]:
    head, end, tail = sheet.partition(_ROWS_END)
    if not end:
        raise ValueError("the sheet has no rows of its own to put others after")
    yield head
    yield from batches(rows)
    yield end + tail


def batches(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield texts in larger pieces, as bytes."""
    waiting: list[str] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) == _BATCH:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()
