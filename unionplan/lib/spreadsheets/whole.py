"""A whole workbook, read in a child process."""

import json
import subprocess
import sys
from typing import Any

from unionplan.lib.spreadsheets.books import Book, BookCell, BookRow, BookSheet, Hidden
from unionplan.lib.spreadsheets.reading import CHILD
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

PATIENCE = 90
"""Seconds on the clock; the child's processor time is bounded."""


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
