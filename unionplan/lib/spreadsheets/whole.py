"""A whole workbook as it is compared with another one, read in a child process."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unionplan.lib.spreadsheets.reading import CHILD
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

PATIENCE = 90
"""Seconds on the clock; the child's processor time is bounded."""


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell that is not blank.

    ``kind`` is text, number, date, boolean, error or formula; a number's ``text`` has
    fifteen digits at most, a moment's whole seconds.
    """

    kind: str
    text: str
    shown_as: str = "General"


Cells = Mapping[int, BookCell]
"""The cells of a row by column number."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row that is not blank, and where it stands."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many rows or columns are not shown, and the first of their numbers."""

    count: int = 0
    first: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet in its order."""

    name: str
    rows: tuple[BookRow, ...]
    is_visible: bool = True
    hidden_rows: Hidden = Hidden()
    hidden_columns: Hidden = Hidden()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; ``claims`` are its custom properties, which anybody may have typed."""

    sheets: tuple[BookSheet, ...]
    claims: Mapping[str, str]


def read_book(data: bytes) -> Book:
    """Return a workbook. Only for what ``gate.check`` let through, or what is ours.

    Errors: RefusedError.
    """
    try:
        done = subprocess.run(  # noqa: S603 our own file
            [sys.executable, "-I", str(CHILD), "--whole"],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        raise RefusedError(Refusal.UNREADABLE) from None
    formats: list[str] = told["formats"]
    sheets = tuple(_sheet(sheet, formats) for sheet in told["sheets"])
    return Book(sheets=sheets, claims=told["claims"])


def _sheet(told: dict[str, Any], formats: list[str]) -> BookSheet:
    rows = tuple(
        BookRow(
            number,
            {
                column: BookCell(kind, text, formats[shown])
                for column, kind, text, shown in cells
            },
        )
        for number, cells in told["rows"]
    )
    return BookSheet(
        name=told["name"],
        rows=rows,
        is_visible=told["state"] == "visible",
        hidden_rows=_hidden(told["hidden_rows"]),
        hidden_columns=_hidden(told["hidden_columns"]),
    )


def _hidden(told: list[Any]) -> Hidden:
    return Hidden(told[0], tuple(told[1]))
