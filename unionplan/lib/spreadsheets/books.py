"""A whole workbook as it is compared with another one."""

from collections.abc import Mapping
from dataclasses import dataclass


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
