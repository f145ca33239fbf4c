"""The whole workbook, sheet by sheet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reports_app.models import Export
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cover import write_cover
from reports_app.workbook.definitions import write_definitions
from reports_app.workbook.identity import mark
from reports_app.workbook.matrix import write_matrix
from reports_app.workbook.overview import write_overview
from reports_app.workbook.postings import ROWS_A_STEP, write_postings
from reports_app.workbook.sheet import stamp_line
from reports_app.workbook.styles import add_styles
from reports_app.workbook.targets import write_targets

SHEETS = 6


def steps_to_write(facts: WorkbookFacts) -> int:
    """Return how often ``write_workbook`` reports progress."""
    return SHEETS + ceil(facts.posting_count / ROWS_A_STEP)


def write_workbook(
    *,
    facts: WorkbookFacts,
    export: Export,
    to: IO[bytes],
    on_step: Callable[[], None],
) -> None:
    """Write a workbook in the active language; ``on_step`` after each piece of it.

    Rows stream to disk: memory does not grow with the ledger.
    """
    book = Workbook(write_only=True)
    add_styles(book)
    book.properties.title = stamp_line(facts.stamp)
    book.properties.creator = _("工会工作计划平台")
    mark(book, facts.stamp.code)
    with _cleared_up(book):
        for write in (write_cover, write_overview, write_targets, write_matrix):
            write(book, facts)
            on_step()
        write_postings(book, facts, export=export, on_step=on_step)
        on_step()
        write_definitions(book, facts)
        book.save(to)
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
