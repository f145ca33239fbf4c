"""Which export a workbook says it is: to be found and compared, never to be believed."""

import re
from collections.abc import Iterator

from progress_app.models import Posting
from reports_app.enums import ExportKind, ExportState
from reports_app.models import Export
from reports_app.rules.copy_numbers import number_of, sequence_named
from unionplan.lib.dates import stored_text
from unionplan.lib.spreadsheets.books import Book

PROPERTY = "unionplan.export"
"""Name of the property in which a workbook carries its copy's number."""
MOST = 5
"""So many exports of one sequence are tried, where nothing names one."""
LOOKED_AT = 60
_LINK = re.compile(r"^[0-9a-f]{64}\Z")
_SEQUENCE = re.compile(r"(?:截至入账序号|as of sequence)\s*([0-9]{1,18})\b")


def copy_number(export: Export) -> str:
    """Return the number that stands in the workbook of an export. No query."""
    content = {
        "plan": export.plan_id,
        "language": export.language,
        "as_of": stored_text(export.as_of_at),
        "as_of_text": export.as_of_text,
        "choices": export.choices,
        "publication": export.publication_id,
        "requested_by": export.requested_by_id,
    }
    return number_of(sequence=export.as_of_sequence, content=content)


def claimed_numbers(book: Book) -> list[str]:
    """Return the numbers of copies that a workbook names, the likeliest first."""
    texts = [book.claims.get(PROPERTY, ""), *_texts(book, sheets=1)]
    return [t for t in dict.fromkeys(texts) if sequence_named(t) is not None]


def claimed_exports(book: Book) -> list[Export]:
    """Return the finished workbooks that it may be; [] where it is none of ours.

    Named by number, or else by the ledger's hash or sequence. Cost: three queries.
    """
    finished = Export.objects.filter(
        state=ExportState.DONE, kind=ExportKind.WORKBOOK
    ).select_related("plan", "requested_by", "publication")
    numbers = claimed_numbers(book)
    named = {
        copy_number(export): export
        for export in finished.filter(
            as_of_sequence__in=map(sequence_named, numbers)
        ).order_by("-requested_at")
    }
    found = [named[number] for number in numbers if number in named]
    if found:
        return found[:1]
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
