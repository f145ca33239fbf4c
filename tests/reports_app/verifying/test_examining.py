"""What a file is found to be: real workbooks, changed as people change them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from openpyxl import Workbook

from reports_app.enums import Alteration, ExportKind, VerificationNote
from reports_app.models import Export
from reports_app.queries.claims import PROPERTY
from reports_app.queries.examining import examined
from reports_app.queries.exports import code_of, opened_workbook, stored_name
from tests.reports_app.exports.conftest import ledger
from tests.reports_app.exports.making import made
from tests.reports_app.verifying.books import changed
from tests.unionplan.spreadsheets.hostile import KINDS
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

__all__ = ["ledger"]
pytestmark = pytest.mark.django_db
ALWAYS = (
    Refusal.UNSAFE_PART,
    Refusal.MACRO,
    Refusal.OUTSIDE_LINK,
    Refusal.ENTITY,
    Refusal.ENCRYPTED,
    Refusal.TOO_MANY_PARTS,
    Refusal.EMBEDDED_OBJECT,
)
"""Whatever is uploaded where."""


@pytest.fixture(scope="module")
def people(ledger):
    """Return everybody; what they posted and made stands for the whole module."""
    return ledger


@pytest.fixture(scope="module")
def export(people) -> Export:
    return made(people.leader, is_demonstration=True)


@pytest.fixture(scope="module")
def data(export) -> bytes:
    return opened_workbook(export).read()


@pytest.fixture
def stored(export, data) -> str:
    """Return the original's name in the storage, where it stands again afterwards."""
    name = stored_name(export.sha256)
    yield name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def without_property(book: Workbook) -> None:
    del book.custom_doc_props[PROPERTY]


def row_of(book: Workbook, label: str) -> int:
    return next(r[0].row for r in book["封面"].iter_rows() if r[0].value == label)


def with_cover(label: str, value: object):
    """Return a change of what stands beside a label of the cover."""

    def change(book: Workbook) -> None:
        book["封面"].cell(row_of(book, label), 2).value = value

    return change


def test_the_file_as_it_was_made(export, data):
    found = examined(data)

    assert (found.verdict, found.export) == ("identical", export)
    assert found.differences == ()


def test_a_file_that_was_stored_again(export, data):
    found = examined(changed(data, lambda book: None))

    assert (found.verdict, found.export) == ("resaved", export)


def test_one_changed_figure(export, data):
    def change(book):
        book["指标×单位"]["E4"] = 99_999

    found = examined(changed(data, change))

    [told] = found.differences
    assert (found.verdict, found.export) == ("changed", export)
    assert (told.sheet, told.place, told.found) == ("指标×单位", "E4", "99999")
    assert told.column == "全市合计"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("截至入账序号", 9999),
        ("申请人", "别人"),
        ("入账链哈希", "0" * 64),
        ("核验编号", "7-0123456789abcdef"),
        ("年度计划", "另一年"),
    ],
)
def test_a_forged_cover(export, data, label, value):
    found = examined(changed(data, with_cover(label, value)))

    [told] = found.differences
    assert (found.verdict, found.export) == ("forged", export)
    assert (told.row, told.found) == (label, str(value))
    assert told.is_origin


def test_the_code_is_found_on_the_cover_where_the_property_is_lost(export, data):
    found = examined(changed(data, without_property))

    assert (found.verdict, found.export) == ("resaved", export)


def test_the_ledgers_hash_leads_to_it_where_every_code_is_lost(export, people, data):
    made(people.auditor, language="en")

    def change(book):
        without_property(book)
        book["封面"].cell(row_of(book, "核验编号"), 2).value = "没有"

    found = examined(changed(data, change))

    assert (found.verdict, found.export) == ("forged", export)
    assert [each.row for each in found.differences] == ["核验编号"]


def test_a_code_that_we_do_not_know(export, data):
    unknown = "7-0123456789abcdef"
    Export.objects.filter(pk=export.pk).update(kind=ExportKind.BRIEF)

    def change(book):
        book.custom_doc_props[PROPERTY].value = unknown

    found = examined(changed(data, change))

    assert (found.verdict, found.export) == ("unknown", None)
    assert found.note == VerificationNote.NO_SUCH_EXPORT
    assert found.claim == unknown


def test_of_two_that_tell_the_same_it_is_the_one_of_the_person_on_the_cover(
    export, people, data
):
    theirs = made(people.auditor, is_demonstration=True)

    assert code_of(theirs) == code_of(export)
    again = opened_workbook(theirs).read()
    assert examined(changed(again, lambda book: None)).export == theirs
    assert examined(changed(data, lambda book: None)).export == export


def test_a_workbook_of_somebody_else(export):
    out = BytesIO()
    Workbook().save(out)

    found = examined(out.getvalue())

    assert (found.verdict, found.note) == ("unknown", VerificationNote.NO_CLAIM)


def test_another_exports_content_under_our_code(export, people, data):
    english = made(people.auditor, language="en")
    other = opened_workbook(english).read()

    def change(book):
        book.custom_doc_props[PROPERTY].value = code_of(export)

    found = examined(changed(other, change))

    assert found.export == export
    assert found.verdict in ("forged", "changed")
    assert any(each.is_grave for each in found.differences)


def test_the_original_is_gone(export, data, stored):
    default_storage.delete(stored)

    found = examined(changed(data, lambda book: None))

    assert (found.verdict, found.export) == ("unchecked", export)
    assert found.note == VerificationNote.ORIGINAL_MISSING
    # The bytes alone are told by the hash that was written down.
    assert examined(data).verdict == "identical"


def test_the_original_was_changed_in_the_storage(export, data, stored):
    default_storage.delete(stored)
    default_storage.save(stored, ContentFile(b"something else"))

    found = examined(changed(data, lambda book: None))

    assert (found.verdict, found.note) == (
        "unchecked",
        VerificationNote.ORIGINAL_CHANGED,
    )


def test_a_formula_in_place_of_a_figure(data):
    def change(book):
        book["指标×单位"]["E4"] = "=1+1"

    [told] = examined(changed(data, change)).differences

    assert (told.kind, told.found) == (Alteration.CELL, "=1+1")


def test_a_package_of_lists_is_known_by_its_hash_alone(export):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("入账记录.csv", "1,2,3")

    found = examined(out.getvalue())

    assert (found.verdict, found.note) == ("unknown", VerificationNote.ONLY_BY_HASH)


def told_of(data: bytes) -> str:
    """Return why a file is refused, or else what it is found to be."""
    try:
        return examined(data).verdict
    except RefusedError as refused:
        return refused.refusal


@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_file_is_refused_or_none_of_ours(db, name):
    kind = KINDS[name]

    told = told_of(kind.build())

    # What only a form that is filled in may not hold is read here, and is not ours.
    assert told in (kind.refusal, "unknown", Refusal.UNREADABLE, Refusal.DAMAGED)
    if kind.refusal in ALWAYS:
        assert told == kind.refusal


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"%PDF-1.7 and more", Refusal.NOT_A_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refusal.OLD_FORMAT),
        (b"PK\x03\x04 not at all", Refusal.DAMAGED),
    ],
)
def test_what_is_no_workbook_is_refused(db, data, refusal):
    with pytest.raises(RefusedError) as refused:
        examined(data)

    assert refused.value.refusal == refusal
