"""One entry's page, and its files: added, handed out, taken away."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from progress_app.models import Entry, Evidence
from tests import factories
from tests.people import signed_in
from tests.progress_app import changes
from tests.progress_app.desks import HAVENS, key, queries_of
from tests.progress_app.files import PDF, upload, xlsx
from unions_app.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "5", "note": "两处在建"}}
NAME = "佐证 照片.pdf"


@pytest.fixture
def entry(people):
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, TYPED)
    return factories.entry_for(submission, HAVENS)


@pytest.fixture
def evidence(people, entry):
    attach(signed_in(people.reporter), entry)
    return Evidence.objects.get()


def attach(client, entry, content=PDF, name=NAME, **more):
    sent = key() | {"file": SimpleUploadedFile(name, content)} | more
    return client.post(f"/entries/{entry.pk}/evidence/", sent, follow=True)


def read(client, evidence):
    response = client.get(f"/evidence/{evidence.pk}/")
    return response, b"".join(response) if response.streaming else response.content


def test_the_page_tells_the_figure_its_words_and_its_files(people, entry, evidence):
    page = signed_in(people.colleague).get(f"/entries/{entry.pk}/").text

    for told in ("5 个", "两处在建", NAME, "上传佐证材料", "移除"):
        assert told in page
    assert "提出更正" not in page


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "空文件"), (b"<html>", "只收PDF"), (xlsx("a/vbaProject.bin"), "只收PDF")],
)
def test_a_file_that_is_not_taken_is_told_beside_its_field(
    people, entry, content, told
):
    answer = attach(signed_in(people.reporter), entry, content)

    assert (answer.status_code, told in answer.text) == (400, True)
    assert not Evidence.objects.exists()


def test_no_file_is_told_too(people, entry):
    client = signed_in(people.reporter)

    answer = client.post(f"/entries/{entry.pk}/evidence/", key())

    assert (answer.status_code, "请先选择一个文件" in answer.text) == (400, True)


def test_the_same_click_attaches_once(people, entry):
    client, once = signed_in(people.reporter), key()
    attach(client, entry, **once)

    assert attach(client, entry, **once).status_code == 200
    assert attach(client, entry, name="另一份.pdf", **once).status_code == 422
    assert Evidence.objects.count() == 1


def test_what_was_handed_in_takes_no_file(people):
    submission = factories.submitted("万州区", people.reporter, TYPED)
    line = factories.entry_for(submission, HAVENS)
    client = signed_in(people.reporter)

    assert "evidence-form" not in client.get(f"/entries/{line.pk}/").text
    answer = attach(client, line)
    assert (answer.status_code, "现在不能再加材料" in answer.text) == (409, True)


def test_a_file_is_handed_out_as_a_download_and_written_down(people, evidence):
    response, content = read(signed_in(people.auditor), evidence)

    assert content == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%E4%BD%90%E8%AF%81" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.get(action="evidence.read")
    assert (event.person, event.detail["evidence"]) == (people.auditor, evidence.pk)


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("colleague", 200),
        ("auditor", 200),
        ("officer", 404),
        ("stranger", 404),
        ("leader", 404),
        ("administrator", 404),
    ],
)
def test_who_is_handed_a_draft_s_file(people, evidence, persona, status):
    response, _content = read(signed_in(getattr(people, persona)), evidence)

    assert response.status_code == status


def test_the_department_reads_the_file_once_the_line_is_handed_in(people, evidence):
    factories.submitted("万州区", people.reporter, {})
    officer = signed_in(people.officer)

    response, content = read(officer, evidence)

    assert (response.status_code, content) == (200, PDF)
    review = officer.get(f"/review/{evidence.entry_id}/").text
    assert f"/evidence/{evidence.pk}/" in review
    page = officer.get(f"/entries/{evidence.entry_id}/").text
    assert f"/submissions/{evidence.entry.submission_id}/" not in page


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(people, evidence):
    with default_storage.open(evidence.stored_name, "wb") as stored:
        stored.write(b"%PDF- another")

    assert read(signed_in(people.reporter), evidence)[0].status_code == 404


def test_a_draft_s_file_is_taken_away(people, entry, evidence):
    client = signed_in(people.colleague)

    answer = client.post(f"/evidence/{evidence.pk}/remove/", key(), follow=True)

    assert answer.redirect_chain == [(f"/entries/{entry.pk}/", 302)]
    assert "材料已移除" in answer.text
    assert not Evidence.objects.exists()


def test_a_file_of_what_was_handed_in_stays(people, evidence):
    factories.submitted("万州区", people.reporter, {})
    address = f"/evidence/{evidence.pk}/remove/"

    answer = signed_in(people.reporter).post(address, key(), follow=True)

    assert "不能再移除" in answer.text
    assert Evidence.objects.count() == 1


def test_the_last_ground_of_a_correction_stays(people):
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)
    line = Entry.objects.get(target__name=HAVENS)
    correction = changes.proposed(
        line, people.officer, reference="", uploads=[upload()]
    )
    address = f"/evidence/{correction.evidence.get().pk}/remove/"

    answer = signed_in(people.officer).post(address, key(), follow=True)

    assert "请先另传一份" in answer.text
    assert answer.redirect_chain == [(f"/corrections/{correction.pk}/", 302)]
    assert Evidence.objects.filter(correction=correction).count() == 1


def test_a_page_that_is_too_old_removes_nothing(people, evidence):
    address = f"/evidence/{evidence.pk}/remove/"

    assert signed_in(people.reporter).post(address).status_code == 400
    assert Evidence.objects.count() == 1


def test_the_page_costs_the_same_whatever_has_happened(people, entry):
    client = signed_in(people.reporter)
    attach(client, entry)
    one = queries_of(client, f"/entries/{entry.pk}/")
    for number in range(3):
        attach(client, entry, name=f"{number}.pdf")

    assert queries_of(client, f"/entries/{entry.pk}/") == one
