"""The pages: who may verify, what is written down, what is told."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from progress_app.models import Entry
from reports_app.models import Verification
from tests.people import signed_in
from tests.progress_app import changes
from tests.reports_app.exports.making import HAVENS, book_of
from tests.reports_app.verifying.books import changed
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = reverse("verifications")


def sent(client: Client, data: bytes, *, key: str = "", name: str = "表.xlsx"):
    """Return the answer to a file."""
    file = SimpleUploadedFile(name, data)
    return client.post(LIST, {"file": file, "client_key": key or str(uuid4())})


def shown(client: Client, data: bytes) -> str:
    """Return the page of what a file was found to be."""
    answer = sent(client, data)
    assert answer.status_code == 302
    return client.get(answer["Location"]).content.decode()


def edited(book) -> None:
    book["指标×单位"]["E4"] = 99_999


def test_a_verification_is_written_down_with_its_event(export, data, people):
    answer = sent(signed_in(people.auditor), data)

    made = Verification.objects.get()
    assert answer["Location"] == reverse("verification", args=[made.pk])
    assert (made.verdict, made.export, made.sha256) == (
        "identical",
        export,
        export.sha256,
    )
    assert made.verified_by == people.auditor
    assert (made.file_name, made.size, made.is_demonstration) == (
        "表.xlsx",
        len(data),
        True,
    )
    event = AuditEvent.objects.latest("sequence")
    assert event.action == "verification.recorded"
    assert event.subject == f"verification:{made.pk}"
    assert event.detail["sha256"] == export.sha256


def test_the_same_click_again_verifies_once(data, people):
    client, key = signed_in(people.auditor), str(uuid4())

    first, second = (sent(client, data, key=key) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Verification.objects.count() == 1


def test_another_file_under_the_same_key_is_refused(data, people):
    client, key = signed_in(people.auditor), str(uuid4())
    sent(client, data, key=key)

    answer = sent(client, changed(data, edited), key=key)

    assert answer.status_code == 422
    assert "这个页面已经用过一次" in answer.content.decode()
    assert Verification.objects.count() == 1


def test_whose_it_is_and_that_nothing_was_changed(export, data, people):
    page = shown(signed_in(people.auditor), data)

    assert "一字节未改" in page
    assert "它就是这份导出" in page
    assert str(export.requested_by) in page
    assert export.sha256 in page
    assert "与审计记录中生成时写下的相同" in page
    assert "账上今天与导出时完全相同" in page
    assert reverse("export_download", args=[export.pk]) in page


def test_where_it_was_changed_and_what_stood_there(export, data, people):
    original = book_of(export)["指标×单位"]
    row = next(row for row in original.iter_rows() if row[1].value == HAVENS)

    def change(book):
        book["指标×单位"][row[4].coordinate] = 99_999

    page = shown(signed_in(people.auditor), changed(data, change))

    assert "内容被改过" in page
    assert row[4].coordinate in page
    assert "99999" in page
    assert f'<td class="verify-value">{row[4].value}</td>' in page
    assert f"{reverse('ledger_figure')}?target=" in page


def test_what_was_corrected_since_is_told_with_its_reason(data, people):
    entry = Entry.objects.get(
        target__name=HAVENS,
        submission__union__short_name="江北区",
        submission__period__number=9,
    )
    changes.accepted(changes.proposed(entry, people.stranger), people.officer)

    page = shown(signed_in(people.auditor), data)

    assert "其中 1 项有更正" in page
    assert f"{reverse('compare')}?from=7" in page


def test_a_row_of_the_ledger_leads_to_its_posting(data, people):
    def change(book):
        book["入账记录"]["C4"] = "别的单位"

    page = shown(signed_in(people.auditor), changed(data, change))

    assert reverse("ledger_posting", args=[2]) in page


def test_a_workbook_of_nobody_is_told_without_an_export(people, autumn_2024):
    answer = sent(signed_in(people.auditor), b"%PDF-1.7", name="a.pdf")

    assert answer.status_code == 422
    assert "这不是 .xlsx 工作簿" in answer.content.decode()
    assert not Verification.objects.exists()


@pytest.mark.parametrize("role", ["officer", "leader", "administrator"])
def test_those_who_may_export_verify_and_read_their_own(export, data, people, role):
    client = signed_in(getattr(people, role))

    answer = sent(client, data)

    assert client.get(answer["Location"]).status_code == 200
    page = client.get(LIST).content.decode()
    assert "表.xlsx" in page
    assert signed_in(people.auditor).get(answer["Location"]).status_code == 200
    assert signed_in(people.other_officer).get(answer["Location"]).status_code == 404


def test_who_did_not_ask_for_it_is_told_whose_it_is_but_not_handed_it(
    export, data, people
):
    page = shown(signed_in(people.officer), data)

    assert str(export.requested_by) in page
    assert reverse("export_download", args=[export.pk]) not in page


@pytest.mark.parametrize("role", ["reporter", "approver", "nobody"])
def test_others_may_not(data, people, role):
    client = signed_in(getattr(people, role))

    assert client.get(LIST).status_code == 403
    assert sent(client, data).status_code == 403
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "请先选择要核验的工作簿"),
        ({"client_key": "x"}, "页面已过期"),
    ],
)
def test_what_is_missing_is_told(people, autumn_2024, fields, words):
    answer = signed_in(people.auditor).post(LIST, fields)

    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_hash_that_the_audit_trail_does_not_know_is_told(export, data, people):
    type(export).objects.filter(pk=export.pk).update(sha256="0" * 64)

    page = shown(signed_in(people.auditor), changed(data, edited))

    assert "原件不在，无法逐格比对" in page
    assert "登记可能被改过" in page


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_verification_is_changed(data, people, change):
    sent(signed_in(people.auditor), data)
    rows = Verification.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(verdict="changed") if change == "update" else rows._raw_delete(
            rows.db
        )


def test_the_list_takes_the_same_queries_however_long(
    data, people, django_assert_max_num_queries
):
    client = signed_in(people.auditor)
    counts = []
    for _ in range(2):
        sent(client, data)
        sent(client, data)
        with django_assert_max_num_queries(40) as asked:
            client.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]
