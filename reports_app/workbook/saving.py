"""A workbook as a file whose bytes depend on its content and its moment alone."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from unionplan.lib.spreadsheets.packing import repacked


def save_book(
    book: Workbook,
    *,
    to: IO[bytes],
    at: datetime,
    rows: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Save a workbook as of a moment; ``rows`` go into the named parts of its package.

    openpyxl's own way of saving writes the wall clock into it.
    """
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    with TemporaryFile() as made:
        ExcelWriter(book, ZipFile(made, "w", ZIP_STORED)).save()
        made.seek(0)
        repacked(made, to, rows=rows or {})
