"""Which export a workbook says it is: to be found and compared, never to be believed."""

import re
from collections.abc import Iterator

from progress_app.models import Posting
from reports_app.enums import ExportKind, ExportState
from reports_app.models import Export
from reports_app.queries.exports import code_of
from unionplan.lib.spreadsheets.books import Book

PROPERTY = "unionplan.export"
"""Name of the property in which a workbook carries its export's code."""
MOST = 8
"""So many exports of different bytes are tried where more than one is claimed."""
LOOKED_AT = 60
_CODE = re.compile(r"^([0-9]{1,18})-[0-9a-f]{16}\Z")
_LINK = re.compile(r"^[0-9a-f]{64}\Z")
_SEQUENCE = re.compile(r"(?:截至入账序号|as of sequence)\s*([0-9]{1,18})\b")


def claimed_codes(book: Book) -> list[str]:
    """Return the codes of exports that a workbook names, the likeliest first."""
    texts = [book.claims.get(PROPERTY, ""), *_texts(book, sheets=1)]
    return list(dict.fromkeys(text for text in texts if _CODE.match(text)))


def claimed_exports(book: Book) -> list[Export]:
    """Return the finished workbooks that it may be; [] where it is none of ours.

    Named by their code, or else by the ledger's hash or sequence; those of the person
    on the cover first. Cost: three queries.
    """
    finished = Export.objects.filter(
        state=ExportState.DONE, kind=ExportKind.WORKBOOK
    ).select_related("plan", "requested_by", "publication")
    for code in claimed_codes(book):
        rows = finished.filter(as_of_sequence=int(code.partition("-")[0]))
        if named := [export for export in rows if code_of(export) == code]:
            return _likeliest(book, named)
    rows = finished.filter(as_of_sequence__in=_sequences(book))
    return _likeliest(book, list(rows))


def _likeliest(book: Book, exports: list[Export]) -> list[Export]:
    """Return exports of different bytes, the likeliest first."""
    said = set(_texts(book, sheets=1))
    exports.sort(key=lambda export: str(export.requested_by) not in said)
    by_hash: dict[str, Export] = {}
    for export in exports:
        by_hash.setdefault(export.sha256, export)
    return list(by_hash.values())[:MOST]


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
