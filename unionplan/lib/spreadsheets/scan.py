"""One streaming pass over an XML part: bounded, and without what no form needs.

Nothing is kept but counters and, of the workbook's own lists, names and targets.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile

from unionplan.lib.spreadsheets.bounds import FORM
from unionplan.lib.spreadsheets.places import column_number, place_of
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

CHUNK = 64 * 1024
LONGEST_TOKEN = 512 * 1024
"""Bytes of one tag. Expat reads an unfinished one again with every chunk."""
MOST_DEPTH = 64
MOST_ATTRIBUTES = 200
LONGEST_TEXT = 40_000
"""Characters of one text: a cell holds 32,767."""
MOST_MERGES = 500
MOST_STYLES = 5_000
MOST_SHEETS = 30
MOST_ROW = 1_000
MOST_COLUMN = 256
MOST_CELLS = 30_000
"""Of a sheet that is read, blank cells included; others are bounded by their elements."""
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii")
STRICT = "purl.oclc.org/ooxml"
PLACE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})\Z")
NUMBER = re.compile(r"^[0-9]{1,7}\Z")
CONTENT = frozenset({"v", "f", "is"})
STYLES = frozenset({"xf", "font", "fill", "border", "numFmt", "dxf", "cellStyle"})


@dataclass(slots=True)
class Budget:
    """What is left to be spent, in all parts together."""

    elements: int = FORM.elements
    characters: int = FORM.characters


@dataclass(slots=True)
class Found:
    """What a part says of other parts.

    ``sheets``: name to relation; ``targets``: relation to part; ``overrides``: part to
    content type.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)


class Scan:
    """The handlers of one part. ``is_plain``: a sheet that takes values only."""

    def __init__(self, budget: Budget, *, is_plain: bool) -> None:
        """Begin a part."""
        self.found = Found()
        self._budget = budget
        self._is_plain = is_plain
        self._depth = 0
        self._text = 0
        self._row_number = 0
        self._column = 0
        self._is_in_cell = False
        self._counts = {"merges": 0, "styles": 0, "cells": 0}
        self._on: Mapping[str, Callable[[dict[str, str]], None]] = {
            "row": self._row,
            "c": self._begin_cell,
            "mergeCell": self._merge,
            "sheet": self._sheet,
            "Relationship": self._relationship,
            "Override": self._override,
            "Default": self._default,
        }

    def parser(self) -> expat.XMLParserType:
        """Return a parser with these handlers."""
        made = expat.ParserCreate()
        made.buffer_text = True
        made.StartElementHandler = self._start
        made.EndElementHandler = self._end
        made.CharacterDataHandler = self._characters
        made.XmlDeclHandler = self._declaration
        made.StartDoctypeDeclHandler = self._refuse_entity
        made.EntityDeclHandler = self._refuse_entity
        made.ProcessingInstructionHandler = self._refuse_instruction
        return made

    def _declaration(self, version: str, encoding: str | None, alone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise RefusedError(Refusal.UNSAFE_PART)

    def _refuse_entity(self, *_arguments: object) -> None:
        raise RefusedError(Refusal.ENTITY)

    def _refuse_instruction(self, target: str, data: str) -> None:
        # "mso-application" stands in files that Office saved as flat XML.
        if target != "mso-application":
            raise RefusedError(Refusal.ENTITY)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._budget.elements -= 1
        self._depth += 1
        self._text = 0
        if self._budget.elements < 0 or self._depth > MOST_DEPTH:
            raise RefusedError(Refusal.TOO_MANY_CELLS)
        if len(attributes) > MOST_ATTRIBUTES:
            raise RefusedError(Refusal.UNSAFE_PART)
        if self._depth == 1 and any(STRICT in text for text in attributes.values()):
            raise RefusedError(Refusal.STRICT_FORMAT)
        local = name.rpartition(":")[2]
        if local in CONTENT and self._is_in_cell:
            self._content(local)
        elif local in STYLES:
            self._count("styles", MOST_STYLES)
        elif handler := self._on.get(local):
            handler(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._text = 0
        if name.rpartition(":")[2] == "c":
            self._is_in_cell = False

    def _characters(self, text: str) -> None:
        self._text += len(text)
        self._budget.characters -= len(text)
        if self._budget.characters < 0:
            raise RefusedError(Refusal.TOO_BIG_INSIDE)
        if self._text > LONGEST_TEXT and not text.isspace():
            raise RefusedError(Refusal.TOO_LONG_TEXT)

    def _count(self, what: str, most: int) -> None:
        self._counts[what] += 1
        if self._counts[what] > most:
            raise RefusedError(Refusal.TOO_MANY_CELLS)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", str(self._row_number + 1))
        if not NUMBER.match(number):
            raise RefusedError(Refusal.DAMAGED)
        self._row_number, self._column = int(number), 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        """Note where the cell stands; without an address, right of the one before."""
        self._is_in_cell = True
        if self._is_plain:
            self._count("cells", MOST_CELLS)
        self._column += 1
        if "r" in attributes:
            match = PLACE.match(attributes["r"])
            if match is None:
                raise RefusedError(Refusal.DAMAGED)
            self._row_number = int(match[2])
            self._column = column_number(match[1])

    def _content(self, local: str) -> None:
        if not self._is_plain:
            return
        if self._row_number > MOST_ROW or self._column > MOST_COLUMN:
            raise RefusedError(Refusal.TOO_MANY_CELLS, self._place)
        if local == "f":
            raise RefusedError(Refusal.FORMULA, self._place)

    @property
    def _place(self) -> str:
        return place_of(row=self._row_number, column=self._column)

    def _merge(self, attributes: dict[str, str]) -> None:
        self._count("merges", MOST_MERGES)
        if self._is_plain:
            raise RefusedError(Refusal.MERGED, attributes.get("ref", "")[:20])

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = [v for k, v in attributes.items() if k.endswith(":id")]
        _add(self.found.sheets, attributes.get("name", ""), "".join(relation))
        if len(self.found.sheets) > MOST_SHEETS:
            raise RefusedError(Refusal.TOO_MANY_SHEETS)

    def _relationship(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").casefold()
        if attributes.get("TargetMode", "").casefold() == "external":
            # A web address in a cell is only shown; anything else would be fetched.
            if not kind.endswith("/hyperlink"):
                raise RefusedError(Refusal.OUTSIDE_LINK)
            return
        _add(self.found.targets, attributes.get("Id", ""), attributes.get("Target", ""))

    def _default(self, attributes: dict[str, str]) -> None:
        _check_kind(attributes)

    def _override(self, attributes: dict[str, str]) -> None:
        _check_kind(attributes)
        name = attributes.get("PartName", "")
        _add(self.found.overrides, name, attributes.get("ContentType", "").casefold())


def _check_kind(attributes: dict[str, str]) -> None:
    kind = attributes.get("ContentType", "").casefold()
    if "macroenabled" in kind or "vba" in kind:
        raise RefusedError(Refusal.MACRO)


def _add(found: dict[str, str], name: str, value: str) -> None:
    """Note a name once: of two, readers differ in which they believe."""
    if name in found:
        raise RefusedError(Refusal.UNSAFE_PART)
    found[name] = value


def scanned(
    stream: IO[bytes], budget: Budget, *, size: int, is_plain: bool = False
) -> Found:
    """Read an XML part to its end; return what it says of others.

    ``size`` is what the list of parts says of it. Errors: RefusedError.
    """
    scan = Scan(budget, is_plain=is_plain)
    parser = scan.parser()
    fed = 0
    try:
        while chunk := stream.read(CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - max(0, parser.CurrentByteIndex) > LONGEST_TOKEN:
                raise RefusedError(Refusal.UNSAFE_PART)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise RefusedError(Refusal.DAMAGED) from None
    except (BadZipFile, EOFError, OSError, ValueError, zlib.error):
        raise RefusedError(Refusal.DAMAGED) from None
    if fed != size:
        raise RefusedError(Refusal.DAMAGED)
    return scan.found
