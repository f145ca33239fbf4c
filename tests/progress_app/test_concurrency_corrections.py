"""Two people at once on a correction or a request, each on their own connection."""

from uuid import uuid4

import pytest

from progress_app.actions.corrections import accept_correction, refuse_correction
from progress_app.actions.errors import AlreadyDecidedError
from progress_app.actions.evidence import attach_evidence, remove_evidence
from progress_app.actions.exceptions import grant_exception, refuse_exception
from progress_app.models import Correction, Entry, Evidence, PeriodException, Posting
from tests import factories
from tests.people import NOW, make_person
from tests.progress_app import changes
from tests.progress_app.files import upload
from tests.progress_app.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)
HAVENS = "新建渝工港湾"
TYPED = {HAVENS: {"quantity": "5"}}


@pytest.fixture
def entry(people):
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)
    return Entry.objects.get(target__name=HAVENS)


def test_of_two_who_accept_one_wins(entry, people):
    correction = changes.proposed(entry, people.reporter)

    def accepting(person):
        return lambda: accept_correction(
            correction_id=correction.pk,
            version=0,
            words="",
            person_id=person.pk,
            at=NOW,
            client_key=uuid4(),
        )

    answers = at_once(accepting(people.officer), accepting(people.other_officer))

    assert kinds(answers) == {"int": 1, "AlreadyDecidedError": 1}
    assert list(Posting.objects.values_list("quantity", flat=True)) == [5, 9]
    assert entry.reviews.filter(decision="corrected").count() == 1


def test_of_accepting_and_refusing_one_wins(entry, people):
    correction = changes.proposed(entry, people.reporter)
    given = {"correction_id": correction.pk, "version": 0, "words": "否", "at": NOW}

    answers = at_once(
        lambda: accept_correction(
            **given, person_id=people.officer.pk, client_key=uuid4()
        ),
        lambda: refuse_correction(
            **given, person_id=people.other_officer.pk, client_key=uuid4()
        ),
    )

    assert kinds(answers)["AlreadyDecidedError"] == 1
    is_accepted = Correction.objects.get().state == "accepted"
    assert Posting.objects.count() == (2 if is_accepted else 1)


def test_of_five_proposals_one_stands(entry, people):
    answers = at_once(
        *[lambda: changes.proposed(entry, people.reporter)] * 3,
        *[lambda: changes.proposed(entry, people.officer)] * 2,
    )

    assert kinds(answers) == {"Correction": 1, "AlreadyProposedError": 4}


def test_of_four_requests_one_stands(people):
    answers = at_once(*[lambda: changes.asked("万州区", people.reporter)] * 4)

    assert kinds(answers) == {"PeriodException": 1, "AlreadyAskedError": 3}


def test_of_granting_and_refusing_one_wins(people):
    request = changes.asked("万州区", people.reporter)
    other = make_person("second-administrator")

    answers = at_once(
        lambda: grant_exception(
            exception_id=request.pk,
            opens_until=changes.LATER,
            words="同意",
            person_id=people.administrator.pk,
            at=NOW,
            client_key=uuid4(),
        ),
        lambda: refuse_exception(
            exception_id=request.pk,
            words="不同意",
            person_id=other.pk,
            at=NOW,
            client_key=uuid4(),
        ),
    )

    refused = [a for a in answers if isinstance(a, AlreadyDecidedError)]
    assert len(refused) == 1
    assert refused[0].stands.decision == PeriodException.objects.get().decision


def test_ten_files_at_once_are_counted(people):
    submission = factories.started("万州区", people.reporter)
    line = factories.entry_for(submission, HAVENS)

    def attaching():
        return attach_evidence(
            entry_id=line.pk,
            upload=upload(),
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    answers = at_once(*[attaching] * 12)

    assert kinds(answers) == {"Evidence": 10, "EvidenceRefusedError": 2}


def test_no_file_leaves_a_correction_that_is_being_accepted(entry, people):
    correction = changes.proposed(entry, people.reporter, uploads=[upload()])
    evidence = correction.evidence.get()

    answers = at_once(
        lambda: remove_evidence(
            evidence_id=evidence.pk,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        ),
        lambda: accept_correction(
            correction_id=correction.pk,
            version=0,
            words="",
            person_id=people.officer.pk,
            at=NOW,
            client_key=uuid4(),
        ),
    )

    is_accepted = Correction.objects.get().state == "accepted"
    told = {"EvidenceKeptError", "int"} if is_accepted else {"NoneType"}
    assert told <= set(kinds(answers))
    kept = Evidence.objects.filter(correction__isnull=False).count()
    assert kept == (1 if is_accepted else 0)
