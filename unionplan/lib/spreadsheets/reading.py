"""The cells of a workbook that has passed the gate, read in a child process."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unionplan.lib.spreadsheets.places import place_of
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

CHILD = Path(__file__).with_name("child.py")
PATIENCE = 30
"""Seconds on the clock; a busy machine is slow, the child's processor time is bounded."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that is not blank: ``kind`` is text, number, percent, date, boolean, error.

    ``text`` is what its owner sees, numbers without an exponent.
    """

    row: int
    column: int
    kind: str
    text: str

    @property
    def place(self) -> str:
        """The cell's address: "G14"."""
        return place_of(row=self.row, column=self.column)


def read_cells(data: bytes, *, sheets: Sequence[str]) -> dict[str, list[SheetCell]]:
    """Return the cells of the sheets that are there, by name.

    Only for what ``gate.check`` let through. Errors: RefusedError.
    """
    try:
        done = subprocess.run(  # noqa: S603 our own file, names that we chose
            [sys.executable, "-I", str(CHILD), *sheets],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        raise RefusedError(Refusal.UNREADABLE) from None
    return {name: [SheetCell(*cell) for cell in cells] for name, cells in told.items()}
