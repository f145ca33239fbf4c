"""What a file is: one of ours as it was, one of ours changed, or none of ours."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage

from reports_app.enums import ExportState, VerificationNote, WorkbookVerdict
from reports_app.models import Export
from reports_app.queries.claims import claimed_codes, claimed_exports
from reports_app.queries.exports import (
    WorkbookMissingError,
    ending_of,
    opened_workbook,
    stored_name,
)
from reports_app.rules.verifying.books import book_differences, verdict_of
from reports_app.rules.verifying.difference import Difference
from unionplan.lib.spreadsheets.books import Book
from unionplan.lib.spreadsheets.bounds import BOOK
from unionplan.lib.spreadsheets.gate import check
from unionplan.lib.spreadsheets.package import opened
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError
from unionplan.lib.spreadsheets.whole import read_book

LISTS = (".csv", ".txt", ".json", ".md")


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file came to; ``export`` is the one that it is, or claims to be.

    ``claim`` is the code that it names and that no export has.
    """

    sha256: str
    verdict: WorkbookVerdict
    export: Export | None = None
    note: VerificationNote | None = None
    claim: str = ""
    differences: tuple[Difference, ...] = ()


def examined(data: bytes) -> Examined:
    """Return what a file is. Errors: RefusedError for one that is not safe to open.

    Cost: four queries, and two processes where the bytes are not ours.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    same = Export.objects.filter(state=ExportState.DONE, sha256=sha256)
    if export := same.order_by("finished_at", "pk").first():
        return Examined(sha256, WorkbookVerdict.IDENTICAL, export)
    if _is_list_package(data):
        note = VerificationNote.ONLY_BY_HASH
        return Examined(sha256, WorkbookVerdict.UNKNOWN, note=note)
    check(data, bounds=BOOK)
    return _compared(sha256, read_book(data))


def _is_list_package(data: bytes) -> bool:
    """Return whether a file is a package of lists, which is known by its hash alone."""
    try:
        names = opened(data, needed=(), bounds=BOOK).namelist()
    except RefusedError as error:
        if error.refusal == Refusal.NOT_A_WORKBOOK:
            return False
        raise
    return bool(names) and all(name.casefold().endswith(LISTS) for name in names)


def _compared(sha256: str, book: Book) -> Examined:
    claims = claimed_exports(book)
    if not claims:
        named = claimed_codes(book)
        note = VerificationNote.NO_SUCH_EXPORT if named else VerificationNote.NO_CLAIM
        claim = named[0] if named else ""
        return Examined(sha256, WorkbookVerdict.UNKNOWN, note=note, claim=claim)
    tried = [_against(sha256, book, export) for export in claims]
    return min(tried, key=_strangeness)


def _strangeness(tried: Examined) -> tuple[bool, int]:
    grave = sum(each.is_grave for each in tried.differences)
    return tried.verdict == WorkbookVerdict.UNCHECKED, grave


def _against(sha256: str, book: Book, export: Export) -> Examined:
    try:
        with opened_workbook(export) as stored:
            original = read_book(stored.read())
    except WorkbookMissingError:
        name = stored_name(export.sha256, ending_of(export))
        is_there = default_storage.exists(name)
        note = (
            VerificationNote.ORIGINAL_CHANGED
            if is_there
            else VerificationNote.ORIGINAL_MISSING
        )
        return Examined(sha256, WorkbookVerdict.UNCHECKED, export, note)
    differences = tuple(book_differences(original, book))
    verdict = verdict_of(differences)
    return Examined(sha256, verdict, export, differences=_grave_first(differences))


def _grave_first(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(differences, key=lambda each: not each.is_grave))
