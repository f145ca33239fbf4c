"""Which export a workbook says it is: to be found and compared, never to be believed."""

import re
from collections.abc import Iterator
from uuid import UUID

from progress_app.models import Posting
from reports_app.enums import ExportKind, ExportState
from reports_app.models import Export
from unionplan.lib.spreadsheets.books import Book

PROPERTY = "unionplan.export"
"""Name of the property in which a workbook carries its export's number."""
MOST = 5
"""So many exports of one sequence are tried, where nothing names one."""
LOOKED_AT = 60
_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_LINK = re.compile(r"^[0-9a-f]{64}\Z")
_SEQUENCE = re.compile(r"(?:截至入账序号|as of sequence)\s*([0-9]{1,18})\b")


def claimed_ids(book: Book) -> list[UUID]:
    """Return the numbers of exports that a workbook names, the likeliest first."""
    texts = [book.claims.get(PROPERTY, ""), *_texts(book, sheets=1)]
    return list(dict.fromkeys(UUID(text) for text in texts if _UUID.match(text)))


def claimed_exports(book: Book) -> list[Export]:
    """Return the finished workbooks that it may be; [] where it is none of ours.

    Named by number, or else by the ledger's hash or sequence. Cost: three queries.
    """
    finished = Export.objects.filter(
        state=ExportState.DONE, kind=ExportKind.WORKBOOK
    ).select_related("plan", "requested_by", "publication")
    ids = claimed_ids(book)
    named = {export.pk: export for export in finished.filter(pk__in=ids)}
    if named:
        return [next(named[pk] for pk in ids if pk in named)]
    sequences = _sequences(book)
    return list(finished.filter(as_of_sequence__in=sequences)[:MOST])


def _sequences(book: Book) -> set[int]:
    links = {text for text in _texts(book, sheets=1) if _LINK.match(text)}
    by_link = Posting.objects.filter(link__in=links).values_list("sequence", flat=True)
    found = map(_SEQUENCE.search, _texts(book, sheets=2))
    return {*by_link, *(int(match[1]) for match in found if match)}


def _texts(book: Book, *, sheets: int) -> Iterator[str]:
    """Yield the texts at the top of the first sheets."""
    for sheet in book.sheets[:sheets]:
        for row in sheet.rows[:LOOKED_AT]:
            for cell in row.cells.values():
                yield cell.text.strip()
