"""How a workbook differs from the original it claims to be, sheet by sheet."""

from collections.abc import Iterator, Sequence

from reports_app.enums import Alteration, WorkbookVerdict
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.order import out_of_order
from reports_app.rules.verifying.sheet_pairs import Pair, paired
from reports_app.rules.verifying.sheets import sheet_differences
from unionplan.lib.spreadsheets.books import Book, BookRow, BookSheet


def book_differences(expected: Book, found: Book) -> Iterator[Difference]:
    """Yield how a workbook differs; nothing where every sheet says the same."""
    pairs, missing, added = paired(expected.sheets, found.sheets)
    for sheet in missing:
        yield Difference(Alteration.SHEET_MISSING, sheet.name, expected=_size(sheet))
    for sheet in added:
        yield Difference(Alteration.SHEET_ADDED, sheet.name, found=_size(sheet))
    cover = expected.sheets[0].name if expected.sheets else ""
    for was, now in pairs:
        if was.name != now.name:
            yield Difference(
                Alteration.SHEET_RENAMED, now.name, expected=was.name, found=now.name
            )
        yield from sheet_differences(was, now, is_cover=was.name == cover)
    yield from _moved(pairs, found.sheets)


def verdict_of(differences: Sequence[Difference]) -> WorkbookVerdict:
    """Return what a comparison comes to; the bytes are known to differ."""
    grave = [each for each in differences if each.is_grave]
    if any(each.is_origin for each in grave):
        return WorkbookVerdict.FORGED
    if grave:
        return WorkbookVerdict.CHANGED
    return WorkbookVerdict.REARRANGED if differences else WorkbookVerdict.RESAVED


def _moved(pairs: Sequence[Pair], found: Sequence[BookSheet]) -> Iterator[Difference]:
    place = {id(sheet): number for number, sheet in enumerate(found, 1)}
    rows = [
        (BookRow(number, {}), BookRow(place[id(now)], {}))
        for number, (_was, now) in enumerate(pairs, 1)
    ]
    for was, now in out_of_order(rows):
        yield Difference(
            Alteration.SHEET_MOVED,
            pairs[was.number - 1][1].name,
            expected=str(was.number),
            found=str(now.number),
        )


def _size(sheet: BookSheet) -> str:
    return str(len(sheet.rows))
