"""Every address, every person: a new address without an expected answer fails here."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import (
    NoReverseMatch,
    URLPattern,
    URLResolver,
    get_resolver,
    reverse,
)

from progress_app.models import (
    Correction,
    Entry,
    PeriodException,
    Submission,
    WorkbookUpload,
)
from reports_app.models import (
    Export,
    Publication,
    Sample,
    SavedView,
    Verification,
)
from tests import factories
from tests.access import API, MATRIX, PERSONAS, READERS, Answers, Row, everyone
from tests.people import NOW, People, signed_in
from tests.progress_app import changes
from tests.progress_app.files import upload as file_called
from tests.reports_app.publications.making import drafted, published
from tests.reports_app.sampling import sampled
from tests.tokens import token_of
from tests.unions_app.telling import told
from unions_app.models import ApiToken, Notice, Union

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS = "新建渝工港湾"
SECRET = "万州区内部说明-只给本单位和牵头部门看"
ELSEWHERE = ("admin", "api")
"""Namespaces with a matrix of their own below."""


@dataclass(frozen=True)
class World:
    """The objects that addresses are opened on."""

    people: People
    submission: Submission
    entry: Entry
    approved_submission: Submission
    export: Export
    verification: Verification
    view: SavedView
    notice: Notice
    token: ApiToken
    upload: WorkbookUpload
    union: Union
    correction: Correction
    exception: PeriodException
    sample: Sample
    publication: Publication
    draft: Publication

    def kwargs(self, row: Row) -> dict[str, object]:
        """Return the arguments of a row's address."""
        approved = factories.entry_for(self.approved_submission, HAVENS)
        return {
            "": {},
            "period_and_union": {
                "period_pk": self.submission.period_id,
                "union_pk": self.union.pk,
            },
            "locked_period_and_union": {
                "period_pk": factories.month(7).pk,
                "union_pk": self.union.pk,
            },
            "correction": {"pk": self.correction.pk},
            "evidence": {"pk": self.correction.evidence.get().pk},
            "exception": {"pk": self.exception.pk},
            "submission": {"pk": self.submission.pk},
            "approved_submission": {"pk": self.approved_submission.pk},
            "approved_entry": {"entry_pk": approved.pk},
            "entry": {"entry_pk": self.entry.pk},
            "item": {"item_pk": self.entry.items.get().pk},
            "target": {"pk": self.entry.target_id},
            "union": {"pk": self.union.pk},
            "export": {"pk": self.export.pk},
            "verification": {"pk": self.verification.pk},
            "posting": {"sequence": 1},
            "review": {"pk": self.correction.corrects.review_id},
            "event": {"sequence": 1},
            "sample": {"pk": self.sample.pk},
            "view": {"pk": self.view.pk},
            "publication": {"pk": self.publication.pk},
            "publication_file": {"pk": self.publication.pk, "kind": "brief"},
            "draft": {"pk": self.draft.pk},
            "stamp": {"stamp": self.publication.stamp},
            "template": {"pk": 0},
            "period": {"period_pk": self.submission.period_id},
            "notice": {"pk": self.notice.pk},
            "token": {"pk": self.token.pk},
            "upload": {"pk": self.submission.pk, "upload_pk": self.upload.pk},
        }[row.kwargs]


def uploaded(submission: Submission, people: People) -> WorkbookUpload:
    """Return a form that was sent and awaits its sender's confirmation."""
    return WorkbookUpload.objects.create(
        submission=submission,
        uploaded_by=people.reporter,
        uploaded_at=NOW,
        expires_at=NOW + timedelta(days=1),
        file_name=f"{SECRET}.xlsx",
        size=1,
        sha256="0" * 64,
    )


def verified(export: Export, people: People) -> Verification:
    """Return what a leader's workbook was found to be."""
    return Verification.objects.create(
        verified_by=people.leader,
        verified_at=NOW,
        size=1,
        sha256="0" * 64,
        verdict="unchecked",
        note="original_missing",
        export=export,
    )


@pytest.fixture
def world(people, plan) -> World:
    publication = published(people.administrator)
    draft = drafted(people.administrator)
    september = {HAVENS: {"quantity": "5"}}
    factories.accepted(
        "万州区", people.reporter, people.officer, september, number=9, roll_up=False
    )
    correction = changes.proposed(
        Entry.objects.get(target__name=HAVENS),
        people.reporter,
        words=SECRET,
        uploads=[file_called(f"{SECRET}.pdf")],
    )
    submission = factories.started("万州区", people.reporter)
    factories.listed(submission, people.reporter, HAVENS, SECRET)
    typed = {HAVENS: {"quantity": "1", "note": SECRET}}
    submission = factories.submitted("万州区", people.reporter, typed)
    others = {HAVENS: {"quantity": "7", "note": "涪陵区说明"}}
    approved = factories.submitted("涪陵区", people.approved_reporter, others)
    export = Export.objects.create(
        plan=plan,
        requested_by=people.leader,
        requested_at=NOW,
        as_of_at=NOW,
        as_of_sequence=0,
        language="zh-hans",
    )
    return World(
        people=people,
        submission=submission,
        entry=factories.entry_for(submission, HAVENS),
        approved_submission=approved,
        export=export,
        verification=verified(export, people),
        view=SavedView.objects.create(
            person=people.leader, name="赛马", path="/league/"
        ),
        notice=told(people.reporter, body=SECRET),
        token=token_of(people.reporter, "万州区")[0],
        upload=uploaded(submission, people),
        union=factories.union_called("万州区"),
        correction=correction,
        exception=changes.asked("万州区", people.reporter, number=8),
        sample=sampled(people.auditor, plan, size=1),
        publication=publication,
        draft=draft,
    )


def addresses(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the namespace and name of every address of the portal."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield namespace, pattern.name or str(pattern.pattern)


ALL = sorted(set(addresses(get_resolver().url_patterns)))


def client_of(world: World, persona: str) -> Client:
    if persona == "anonymous":
        return Client()
    return signed_in(getattr(world.people, persona))


def test_every_address_has_its_expected_answers():
    named = {name for namespace, name in ALL if namespace not in ELSEWHERE}
    assert named == set(MATRIX)


def test_every_kind_of_person_is_asked():
    assert set(PERSONAS) == {"anonymous", *People.__dataclass_fields__}


def statuses(world: World, name: str, method: str) -> dict[str, int]:
    address = reverse(name, kwargs=world.kwargs(MATRIX[name]))
    return {
        persona: status_of(getattr(client_of(world, persona), method)(address))
        for persona in PERSONAS
    }


def status_of(response: HttpResponseBase) -> int:
    """Return the status, a file read to its end: only then is it closed."""
    if response.streaming:
        b"".join(response)
    return response.status_code


def expected(answers: Answers | None) -> dict[str, int]:
    if answers is None:
        return dict.fromkeys(PERSONAS, 405)
    return {persona: answers.to_persona(persona) for persona in PERSONAS}


@pytest.mark.parametrize("name", MATRIX)
def test_each_person_gets_the_expected_answer(world, name):
    row = MATRIX[name]
    assert statuses(world, name, "get") == expected(row.get)
    assert statuses(world, name, "post") == expected(row.post)
    client = signed_in(world.people.administrator)
    address = reverse(name, kwargs=world.kwargs(row))
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(address).status_code in {403, 404, 405}


def test_a_form_without_its_token_is_refused_with_words(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people.reporter)
    for name in [name for name, row in MATRIX.items() if row.post]:
        response = client.post(reverse(name, kwargs=world.kwargs(MATRIX[name])))
        assert response.status_code == 403, name
        assert "仍在" in response.content.decode(), name


def test_one_unions_words_never_reach_another(world):
    may_read = {"reporter", "colleague", "officer", "auditor"}
    for persona in [persona for persona in PERSONAS if persona not in may_read]:
        client = client_of(world, persona)
        for name in [name for name, row in MATRIX.items() if row.get]:
            address = reverse(name, kwargs=world.kwargs(MATRIX[name]))
            response = client.get(address, follow=True)
            content = b"".join(response) if response.streaming else response.content
            assert SECRET not in content.decode(errors="replace"), (name, persona)


def test_who_may_read_one_unions_words_does(world):
    for persona, name in (("reporter", "submission"), ("officer", "review_entry")):
        address = reverse(name, kwargs=world.kwargs(MATRIX[name]))
        assert SECRET in client_of(world, persona).get(address).content.decode()


def api_names() -> list[str]:
    return [
        name
        for namespace, name in ALL
        if namespace == "api" and not name.endswith("-detail")
    ]


def api_answers(name: str) -> Answers:
    """Return what the API answers: its description to all who sign in, rows to roles."""
    if name in API:
        return API[name]
    if name in {"api-root", "schema"}:
        return everyone(anonymous=401)
    # A standing is that of one union in one plan: both must be named.
    return Answers(to=READERS, ok=400 if name == "standing-list" else 200)


MAY_READ = {
    "entry-list": {"reporter", "colleague", "officer", "auditor"},
    "correction-list": {"reporter", "colleague", "officer", "auditor"},
    "evidence-list": {"reporter", "colleague", "officer", "auditor"},
    "entry-items": {"reporter", "colleague", "officer", "auditor"},
    "notice-list": {"reporter"},
}
"""Who reads one union's own words in a list of the API."""


@pytest.mark.parametrize("name", api_names())
def test_the_api_answers_people_with_a_role_only(world, name):
    address = reverse(f"api:{name}", kwargs=api_kwargs(world, name))
    answers = api_answers(name)
    for persona in PERSONAS:
        client = client_of(world, persona)
        response = client.get(address)
        expected = 401 if persona == "anonymous" else answers.to_persona(persona)
        assert response.status_code == expected, persona
        content = b"".join(response) if response.streaming else response.content
        if persona not in MAY_READ.get(name, ()):
            assert SECRET not in content.decode()
        assert client.put(address).status_code in {401, 403, 404, 405}
        # No write has an effect without its key.
        assert client.post(address).status_code in {400, 401, 403, 404, 405, 415}


def api_kwargs(world: World, name: str) -> dict[str, object]:
    """Return the arguments of an address of the API; {} for a list."""
    return API_KWARGS[name](world) if name in API_KWARGS else {}


API_KWARGS = {
    "attach": lambda world: {"pk": world.entry.pk},
    "content": lambda world: {"pk": world.correction.evidence.get().pk},
    "entry-items": lambda world: {"pk": world.entry.pk},
    "export-content": lambda world: {"pk": world.export.pk},
    "problem": lambda world: {"code": "stale"},
    "stamp": lambda world: {"stamp": world.publication.stamp},
    "submission-submit": lambda world: {"pk": world.submission.pk},
    "target-units": lambda world: {"pk": world.entry.target_id},
}


def admin_addresses() -> list[str]:
    return [name for namespace, name in ALL if namespace == "admin"]


def test_the_administration_opens_to_administrators_only(world):
    for name in admin_addresses():
        try:
            address = reverse(f"admin:{name}")
        except NoReverseMatch:
            continue
        for persona in [persona for persona in PERSONAS if persona != "administrator"]:
            status = client_of(world, persona).get(address).status_code
            assert status in {302, 403, 404}, (name, persona)
            assert status == 302 or persona != "anonymous", name
    index = client_of(world, "administrator").get(reverse("admin:index"))
    assert index.status_code == 200


def test_people_differ(world):
    assert len(set(map(str, astuple(world.people)))) == len(PERSONAS) - 1
