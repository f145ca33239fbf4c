"""Several files at once, with and without a script, and the pictures of them."""

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from progress_app.models import Evidence
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, key
from tests.progress_app.files import PDF, docx
from tests.progress_app.pictures import SVG, bomb, pdf, picture
from unionplan.lib.previews import is_whole
from unions_app.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "5"}}
ICON = "img/file.svg"


@pytest.fixture
def entry(people):
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, TYPED)
    return factories.entry_for(submission, HAVENS)


def send(client, entry, *files, script=False, **fields):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(
        f"/entries/{entry.pk}/evidence/",
        key() | fields | {"file": uploads},
        follow=True,
        headers={"Accept": "application/json"} if script else {},
    )


def attached(people, entry, content, name="现场.png"):
    send(signed_in(people.reporter), entry, (name, content))
    return Evidence.objects.get()


def preview(person, evidence):
    return signed_in(person).get(f"/evidence/{evidence.pk}/preview/")


def test_a_plain_form_sends_several_at_once(people, entry):
    answer = send(
        signed_in(people.reporter), entry, ("甲.pdf", PDF), ("乙.docx", docx())
    )

    assert answer.redirect_chain == [(f"/entries/{entry.pk}/", 302)]
    names = list(Evidence.objects.values_list("name", flat=True).order_by("pk"))
    assert names == ["甲.pdf", "乙.docx"]


def test_several_sent_twice_are_taken_once(people, entry):
    client, once = signed_in(people.reporter), key()
    files = [("甲.pdf", PDF), ("乙.docx", docx()), ("丙.png", picture())]

    for _time in range(2):
        assert send(client, entry, *files, **once).status_code == 200

    assert Evidence.objects.count() == 3


def test_one_that_is_not_taken_stops_no_other_and_is_told_by_name(people, entry):
    answer = send(
        signed_in(people.reporter),
        entry,
        ("甲.pdf", PDF),
        ("图.png", SVG),
        ("丙.docx", docx()),
    )

    assert answer.status_code == 400
    assert "图.png：只收PDF" in answer.text
    assert "甲.pdf：" not in answer.text
    names = list(Evidence.objects.values_list("name", flat=True).order_by("pk"))
    assert names == ["甲.pdf", "丙.docx"]


def test_the_eleventh_is_told(people, entry):
    files = [(f"{number}.pdf", PDF) for number in range(11)]

    answer = send(signed_in(people.reporter), entry, *files)

    assert (answer.status_code, "10.pdf：佐证材料最多10份" in answer.text) == (
        400,
        True,
    )
    assert Evidence.objects.count() == 10


def test_a_script_is_answered_with_the_list_as_it_stands(people, entry):
    client = signed_in(people.reporter)
    send(client, entry, ("甲.pdf", PDF))

    answer = send(client, entry, ("乙.pdf", PDF), script=True)

    assert answer.status_code == 200
    [second] = Evidence.objects.filter(name="乙.pdf")
    told = answer.json()["list"]
    for part in ("甲.pdf", "乙.pdf", f"/evidence/{second.pk}/remove/"):
        assert part in told


def test_a_script_s_retry_changes_nothing(people, entry):
    client, once = signed_in(people.reporter), key()

    for _time in range(2):
        answer = send(client, entry, ("甲.pdf", PDF), script=True, **once)
        assert (answer.status_code, "甲.pdf" in answer.json()["list"]) == (200, True)

    assert Evidence.objects.count() == 1
    other = send(client, entry, ("乙.pdf", PDF), script=True, **once)
    assert (other.status_code, other.json()) == (
        422,
        {"words": "页面已过期，请重新选择文件"},
    )


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "空文件"), (SVG, "只收PDF"), (b"MZ..", "只收PDF")]
)
def test_a_script_is_told_why_not(people, entry, content, told):
    answer = send(signed_in(people.reporter), entry, ("a.png", content), script=True)

    assert answer.status_code == 400
    assert told in answer.json()["words"]
    assert not Evidence.objects.exists()


def test_a_script_is_told_that_the_line_was_handed_in(people, entry):
    factories.submitted("万州区", people.reporter, {})

    answer = send(signed_in(people.reporter), entry, ("甲.pdf", PDF), script=True)

    assert (answer.status_code, "已提交" in answer.json()["words"]) == (409, True)


def test_the_page_sends_on_to_who_may_not_add(people, entry):
    own = signed_in(people.reporter).get(f"/entries/{entry.pk}/").text
    read = signed_in(people.auditor).get(f"/entries/{entry.pk}/").text

    for part in ("data-evidence-list", "本指标须附佐证材料"):
        assert part in own
        assert part in read
    for part in ("data-drop", "js/evidence", "multiple", "evidence-words"):
        assert part in own
        assert part not in read


def test_the_grid_counts_the_files_of_each_line(people, entry):
    client = signed_in(people.reporter)
    address = f"/submissions/{entry.submission_id}/"
    other = factories.entry_for(entry.submission, MEMBERS)
    before = client.get(address).text
    send(client, entry, ("甲.pdf", PDF), ("乙.docx", docx()))

    page = client.get(address).text

    link = f'<a class="line-evidence" href="/entries/{entry.pk}/#evidence">'
    assert "须附佐证" in text_after(before, link)
    assert text_after(page, link).startswith("佐证 2<")
    other_link = f'<a class="line-evidence" href="/entries/{other.pk}/#evidence">'
    assert text_after(page, other_link).startswith("加佐证<")
    read = signed_in(people.auditor).get(address).text
    assert text_after(read, link).startswith("佐证 2<")
    assert other_link not in read


def text_after(page, link):
    """Return what stands behind a link's icon."""
    return page.split(link, 1)[1].split("</svg>", 1)[1][:40]


@pytest.mark.parametrize("content", [picture(), picture("JPEG"), pdf()])
def test_a_picture_is_ours_and_can_do_nothing(people, entry, content):
    evidence = attached(people, entry, content)

    answer = preview(people.reporter, evidence)

    assert (answer.status_code, is_whole(answer.content)) == (200, True)
    assert answer.content != content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert "Cookie" in answer["Vary"]
    event = AuditEvent.objects.get(action="evidence.read")
    assert (event.person, event.detail["preview"]) == (people.reporter, True)


@pytest.mark.parametrize(
    "content", [bomb(), picture()[:-200], b"%PDF-1.7\n" + SVG, docx()]
)
def test_what_cannot_be_drawn_is_the_icon_of_a_file(people, entry, content):
    evidence = attached(people, entry, content)

    answer = preview(people.reporter, evidence)

    assert answer.status_code == 302
    assert answer.url.endswith(ICON)
    assert answer["Cache-Control"] == "private, no-store"
    assert not AuditEvent.objects.filter(action="evidence.read").exists()


@pytest.mark.parametrize(
    ("persona", "of_draft", "once_handed_in"),
    [
        ("colleague", 200, 200),
        ("auditor", 200, 200),
        ("officer", 404, 200),
        ("other_officer", 404, 404),
        ("stranger", 404, 404),
        ("approver", 404, 404),
        ("leader", 404, 404),
        ("administrator", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_who_is_shown_a_picture(people, entry, persona, of_draft, once_handed_in):
    evidence = attached(people, entry, picture())
    person = getattr(people, persona)

    assert preview(person, evidence).status_code == of_draft
    factories.submitted("万州区", people.reporter, {})
    assert preview(person, evidence).status_code == once_handed_in


def test_a_picture_of_a_file_that_is_lost_is_not_there(people, entry):
    evidence = attached(people, entry, picture())
    default_storage.delete(evidence.stored_name)

    assert preview(people.reporter, evidence).status_code == 404


def test_the_review_shows_pictures_and_never_the_file_itself(people, entry):
    client = signed_in(people.reporter)
    send(client, entry, ("现场.png", picture()), ("名单.docx", docx()))
    factories.submitted("万州区", people.reporter, {})
    shown, plain = Evidence.objects.order_by("pk")

    page = signed_in(people.officer).get(f"/review/{entry.pk}/").text

    assert f'<img src="/evidence/{shown.pk}/preview/"' in page
    assert f'src="/evidence/{shown.pk}/"' not in page
    assert f"/evidence/{plain.pk}/preview/" not in page
    assert "没有附" not in page


def test_the_review_says_where_a_file_should_be(people, entry):
    explained = {entry.target.name: {"quantity": "1", "note": "原件存档"}}
    factories.saved(entry.submission, people.reporter, explained)
    factories.submissions.submit(
        submission=entry.submission,
        person_id=people.reporter.pk,
        at=factories.NOW,
        client_key=uuid4(),
    )

    page = signed_in(people.officer).get(f"/review/{entry.pk}/").text

    assert "本指标须附佐证材料，填报单位没有附" in page


def test_a_key_is_asked_of_a_script_too(people, entry):
    answer = send(
        signed_in(people.reporter),
        entry,
        ("甲.pdf", PDF),
        script=True,
        client_key=str(uuid4())[:8],
    )

    assert (answer.status_code, "页面已过期" in answer.json()["words"]) == (400, True)
