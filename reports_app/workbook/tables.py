"""Tables: what a sheet shows and what a CSV file holds, written down once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from reports_app.queries.exports import Stamp
from reports_app.workbook.cells import Cell
from reports_app.workbook.columns import Column
from reports_app.workbook.sheet import A4, Sheet
from unionplan.lib.spreadsheets.rows import Line, Value


@dataclass(frozen=True, slots=True)
class Table:
    """A short table; ``rows`` can be called again. ``name`` is its file's."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Iterable[Cell]]]
    frozen_columns: int = 1
    pages_wide: int = 1
    paper: int = A4

    def values(self) -> Iterator[Sequence[Value]]:
        """Yield the bare values of each row."""
        for cells in self.rows():
            yield [cell.value if cell.value != "" else None for cell in cells]


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table of any length: ``count`` rows, told as lines; see ``long``."""

    name: str
    title: str
    columns: Sequence[Column]
    count: int
    lines: Callable[[], Iterator[Line]]
    frozen_columns: int = 1
    pages_wide: int = 1

    def values(self) -> Iterator[Sequence[Value]]:
        """Yield the values of each row."""
        for _places, values in self.lines():
            yield values


def write_table(book: Workbook, stamp: Stamp, table: Table) -> Sheet:
    """Write a short table as a sheet of its own; return the sheet, still open."""
    sheet = Sheet(
        book,
        title=table.title,
        stamp=stamp,
        columns=table.columns,
        frozen_columns=table.frozen_columns,
        pages_wide=table.pages_wide,
        paper=table.paper,
    )
    for cells in table.rows():
        sheet.row(cells)
    return sheet
