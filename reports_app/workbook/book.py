"""The whole workbook, sheet by sheet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reports_app.models import Export
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.board import board_table
from reports_app.workbook.cover import write_cover
from reports_app.workbook.definitions import definitions_table
from reports_app.workbook.evidence import evidence_table
from reports_app.workbook.identity import mark
from reports_app.workbook.league import league_table
from reports_app.workbook.long import add_long_sheets, steps_of
from reports_app.workbook.matrix import write_matrix
from reports_app.workbook.overview import write_overview
from reports_app.workbook.postings import postings_table
from reports_app.workbook.returns import returns_table
from reports_app.workbook.saving import save_book
from reports_app.workbook.sheet import stamp_line
from reports_app.workbook.styles import add_styles
from reports_app.workbook.tables import LongTable, Table, write_table
from reports_app.workbook.targets import targets_table

Writer = Callable[[Workbook, WorkbookFacts], None]


def _writer(table_of: Callable[[WorkbookFacts], Table]) -> Writer:
    def write(book: Workbook, facts: WorkbookFacts) -> None:
        write_table(book, facts.stamp, table_of(facts)).close()

    return write


WRITERS: tuple[Writer, ...] = (
    write_cover,
    write_overview,
    _writer(targets_table),
    write_matrix,
    _writer(league_table),
    _writer(board_table),
)
"""Of the sheets before the long ones; each is a step of the progress."""


def long_tables(facts: WorkbookFacts, export: Export) -> list[LongTable]:
    """Return the tables that grow with the ledger, as far as they are wanted."""
    tables = [returns_table(facts, export=export)]
    if facts.choices.with_postings:
        tables.append(postings_table(facts, export=export))
        tables.append(evidence_table(facts, export=export))
    return tables


def steps_to_write(facts: WorkbookFacts, export: Export) -> int:
    """Return how often ``write_workbook`` reports progress."""
    return len(WRITERS) + sum(map(steps_of, long_tables(facts, export))) + 2


def write_workbook(
    *,
    facts: WorkbookFacts,
    export: Export,
    to: IO[bytes],
    on_step: Callable[[], None],
) -> None:
    """Write a workbook in the active language; ``on_step`` after each piece of it.

    Long lists stream into the file: memory does not grow with the ledger.
    """
    book = Workbook(write_only=True)
    add_styles(book)
    book.properties.title = stamp_line(facts.stamp)
    book.properties.creator = _("工会工作计划平台")
    mark(book, facts.stamp.code)
    with _cleared_up(book):
        for write in WRITERS:
            write(book, facts)
            on_step()
        rows: dict[str, Iterator[str]] = {}
        for table in long_tables(facts, export):
            rows |= add_long_sheets(book, facts.stamp, table, on_step=on_step)
        write_table(book, facts.stamp, definitions_table(facts)).close()
        on_step()
        save_book(book, to=to, at=export.as_of_at, rows=rows)
        on_step()


@contextmanager
def _cleared_up(book: Workbook) -> Iterator[None]:
    """Leave no temporary file of a sheet behind when the work breaks off.

    openpyxl removes them when it saves, and otherwise only when the process ends.
    """
    try:
        yield
    finally:
        for sheet in book.worksheets:
            if not sheet.closed:
                sheet.close()
            Path(sheet._writer.out).unlink(missing_ok=True)
