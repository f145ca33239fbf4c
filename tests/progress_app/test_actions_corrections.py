"""更正: proposed by one person, accepted by another, posted over what stood."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from progress_app.actions.corrections import (
    accept_correction,
    propose_correction,
    refuse_correction,
    withdraw_correction,
)
from progress_app.actions.errors import (
    AlreadyDecidedError,
    AlreadyProposedError,
    EvidenceRefusedError,
    FigureRefusedError,
    GroundsMissingError,
    NotPostedError,
    OwnWorkError,
    ReasonMissingError,
    StaleCorrectionError,
    StaleError,
    StalePostingError,
)
from progress_app.actions.ledger import posting_in_force
from progress_app.enums import CorrectionReason
from progress_app.models import Correction, Entry, Evidence, Posting, Review, RollupMark
from tests import factories
from tests.people import NOW
from tests.progress_app import changes
from tests.progress_app.changes import REFERENCE, proposal
from tests.progress_app.files import upload
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
HAVENS, RATE, STAGE = "新建渝工港湾", "建会率", "实名制管理"
TYPED = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
    STAGE: {"stage": "under_way"},
}


@pytest.fixture
def entry(people):
    """Return 万州区's accepted September line, with its sums made."""
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)
    return Entry.objects.get(target__name=HAVENS)


def line(name):
    return Entry.objects.get(target__name=name)


def propose(entry, person, *, seen=None, key=None, **more):
    return propose_correction(
        entry_id=entry.pk,
        seen=posting_in_force(entry).sequence if seen is None else seen,
        proposal=proposal(**more),
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
    )


def decide(action, correction, person, *, key=None, version=None, **more):
    return action(
        correction_id=correction.pk,
        version=correction.version if version is None else version,
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
        **more,
    )


def accept(correction, person, words="", **more):
    return decide(accept_correction, correction, person, words=words, **more)


def refuse(correction, person, words="依据不足", **more):
    return decide(refuse_correction, correction, person, words=words, **more)


def nothing_posted(entry):
    return (
        not Review.objects.filter(decision="corrected").exists()
        and entry.postings.count() == 1
        and not RollupMark.objects.exists()
        and not AuditEvent.objects.filter(action="correction.accepted").exists()
    )


def test_a_proposal_changes_no_figure(entry, people):
    correction = propose(entry, people.reporter, words=" 重复计算 ")

    correction.refresh_from_db()
    assert (correction.quantity, correction.presence) == (Decimal(9), "value")
    assert (correction.words, correction.reference) == ("重复计算", REFERENCE)
    assert (correction.state, correction.version) == ("proposed", 0)
    assert correction.corrects == posting_in_force(entry)
    assert (correction.proposed_by, correction.proposed_at) == (people.reporter, NOW)
    assert nothing_posted(entry)
    event = AuditEvent.objects.get(action="correction.proposed")
    assert event.subject == f"entry:{entry.pk}"
    assert event.detail["changes"] == {"quantity": ["5", "9"]}
    assert (event.detail["correction"], event.detail["reason"]) == (
        correction.pk,
        "miscount",
    )
    assert "重复" not in str(event.detail)


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        (HAVENS, {"presence": "not_applicable"}, ("not_applicable", None, None, "")),
        (HAVENS, {"quantity": "0"}, ("value", 0, None, "")),
        (RATE, {"numerator": "70", "denominator": "90"}, ("value", None, 70, "")),
        (STAGE, {"stage": "done"}, ("value", None, None, "done")),
    ],
)
def test_every_kind_of_figure_is_corrected(entry, people, name, raw, told):
    correction = propose(line(name), people.officer, raw=raw)

    sequence = accept(correction, people.other_officer)

    posting = Posting.objects.get(pk=sequence)
    shown = (posting.presence, posting.quantity, posting.numerator, posting.stage)
    assert shown == told


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"words": " "}, ReasonMissingError),
        ({"reference": " "}, GroundsMissingError),
        ({"raw": {"quantity": "5"}}, FigureRefusedError),
        ({"raw": {"quantity": "-2"}}, FigureRefusedError),
        ({"uploads": [upload(content=b"MZ")]}, EvidenceRefusedError),
    ],
)
def test_what_cannot_be_proposed(entry, people, more, error):
    receipts, events = Receipt.objects.count(), AuditEvent.objects.count()

    with pytest.raises(error):
        propose(entry, people.reporter, **more)

    assert not Correction.objects.exists()
    assert not Evidence.objects.filter(correction__isnull=False).exists()
    assert (Receipt.objects.count(), AuditEvent.objects.count()) == (receipts, events)


def test_the_problems_are_told_by_field(entry, people):
    with pytest.raises(FigureRefusedError) as refusal:
        propose(line(RATE), people.reporter, raw={"numerator": "9", "denominator": "8"})

    assert refusal.value.problems == {"numerator": "numerator_above"}


def test_a_file_is_grounds_enough(entry, people):
    correction = propose(entry, people.reporter, reference="", uploads=[upload()])

    evidence = correction.evidence.get()
    assert (evidence.name, evidence.entry) == ("会议纪要.pdf", None)
    assert default_storage.exists(evidence.stored_name)


def test_what_is_not_in_the_ledger_cannot_be_corrected(people):
    submission = factories.submitted("万州区", people.reporter, TYPED)
    waiting = factories.entry_for(submission, HAVENS)

    with pytest.raises(NotPostedError):
        propose(waiting, people.reporter, seen=1)


def test_one_open_correction_a_cell(entry, people):
    first = propose(entry, people.reporter)

    with pytest.raises(AlreadyProposedError) as refusal:
        propose(entry, people.officer, raw={"quantity": "8"})
    assert refusal.value.correction == first
    refuse(first, people.officer)

    assert propose(entry, people.officer, raw={"quantity": "8"}).pk != first.pk


def test_accepting_posts_reviews_marks_and_tells_in_one_go(entry, people):
    correction = propose(entry, people.reporter)
    before, version = posting_in_force(entry), entry.version

    sequence = accept(correction, people.officer, words="同意")

    posting = posting_in_force(entry)
    assert (posting.sequence, posting.supersedes) == (sequence, before)
    assert (posting.quantity, posting.recorded_by) == (9, people.officer)
    review = posting.review
    assert (review.decision, review.reason) == ("corrected", "同意")
    assert (review.entry_version, review.reviewer) == (version, people.officer)
    entry.refresh_from_db()
    assert (entry.quantity, entry.state, entry.version) == (5, "accepted", version + 1)
    correction.refresh_from_db()
    assert (correction.state, correction.posting) == ("accepted", posting)
    assert (correction.decided_by, correction.decided_at) == (people.officer, NOW)
    assert correction.decision_words == "同意"
    mark = RollupMark.objects.get()
    assert (mark.target_id, mark.from_period.number) == (entry.target_id, 9)
    event = AuditEvent.objects.get(action="correction.accepted")
    assert event.detail == {
        "correction": correction.pk,
        "changes": {"quantity": ["5", "9"]},
        "review": review.pk,
        "posting": sequence,
        "supersedes": before.sequence,
    }


def test_nobody_decides_on_what_they_proposed_themselves(entry, people):
    correction = propose(entry, people.officer)

    with pytest.raises(OwnWorkError):
        accept(correction, people.officer)
    with pytest.raises(OwnWorkError):
        refuse(correction, people.officer)

    assert nothing_posted(entry)


def test_who_saw_another_version_is_told_what_stands(entry, people):
    correction = propose(entry, people.reporter)
    Correction.objects.filter(pk=correction.pk).update(version=1)

    for action in (accept, refuse):
        with pytest.raises(StaleCorrectionError) as refusal:
            action(correction, people.officer)
        assert refusal.value.correction.version == 1
    assert nothing_posted(entry)


def test_a_figure_that_changed_meanwhile_stops_it_and_both_are_told(entry, people):
    changes.accepted(changes.proposed(entry, people.officer), people.other_officer)

    with pytest.raises(StalePostingError) as refusal:
        propose(entry, people.reporter, seen=1, raw={"quantity": "7"})

    assert isinstance(refusal.value, StaleError)
    seen, stands = refusal.value.seen, refusal.value.stands
    assert (seen.quantity, stands.quantity) == (5, 9)
    assert Correction.objects.awaiting_decision().count() == 0


def test_a_correction_of_what_no_longer_stands_is_not_posted(entry, people):
    correction = propose(entry, people.reporter)
    Entry.objects.filter(pk=entry.pk).update(state="returned")
    again = {HAVENS: {"quantity": "6"}}
    factories.accepted("万州区", people.reporter, people.officer, again, number=9)

    with pytest.raises(StalePostingError) as refusal:
        accept(correction, people.officer)

    assert (refusal.value.seen.quantity, refusal.value.stands.quantity) == (5, 6)
    assert not Review.objects.filter(decision="corrected").exists()


def test_what_is_decided_stays_decided(entry, people):
    correction = propose(entry, people.reporter)
    accept(correction, people.officer)

    for again in (
        lambda: accept(correction, people.officer, version=1),
        lambda: refuse(correction, people.officer, version=1),
        lambda: decide(withdraw_correction, correction, people.reporter, version=1),
    ):
        with pytest.raises(AlreadyDecidedError) as refusal:
            again()
        assert refusal.value.stands.state == "accepted"
    assert entry.postings.count() == 2


def test_a_refusal_says_why_and_posts_nothing(entry, people):
    correction = propose(entry, people.reporter)
    with pytest.raises(ReasonMissingError):
        refuse(correction, people.officer, words="  ")

    refuse(correction, people.officer)

    correction.refresh_from_db()
    assert (correction.state, correction.posting) == ("refused", None)
    assert correction.decision_words == "依据不足"
    assert nothing_posted(entry)
    assert AuditEvent.objects.filter(action="correction.refused").count() == 1


def test_a_proposal_is_taken_back_by_its_own_side(entry, people):
    correction = propose(entry, people.reporter)

    decide(withdraw_correction, correction, people.reporter)

    correction.refresh_from_db()
    assert (correction.state, correction.decided_by) == ("withdrawn", people.reporter)
    assert nothing_posted(entry)


def test_a_cell_is_corrected_again_and_again(entry, people):
    for quantity in ("9", "7", "9"):
        correction = propose(entry, people.reporter, raw={"quantity": quantity})
        accept(correction, people.officer)

    told = entry.postings.order_by("sequence").values_list("quantity", flat=True)
    assert list(told) == [5, 9, 7, 9]
    versions = entry.reviews.filter(decision="corrected").values_list("entry_version")
    assert len(set(versions)) == 3


def test_the_same_click_again_changes_nothing(entry, people):
    key, other = uuid4(), uuid4()
    correction = propose(entry, people.reporter, key=key, seen=1)
    with pytest.raises(AlreadyDoneError) as done:
        propose(entry, people.reporter, key=key, seen=1)
    assert done.value.response == {"correction": correction.pk}
    with pytest.raises(KeyReusedError):
        propose(entry, people.reporter, key=key, seen=1, words="另一个说法")

    accept(correction, people.officer, key=other)
    with pytest.raises(AlreadyDoneError):
        accept(correction, people.officer, key=other)
    assert entry.postings.count() == 2


DECIDED = {"state": "refused", "decision_words": "否", "decided_at": NOW}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"decided_by": "reporter"},
        {"decision_words": ""},
        {"decided_at": None},
        {"state": "accepted"},
        {"state": "proposed"},
        {"words": ""},
        {"presence": "not_reported"},
        {"presence": "not_applicable"},
        {"quantity": -1},
        {"numerator": 2, "denominator": 1},
        {"numerator": 2},
    ],
)
def test_the_database_refuses_what_must_not_be(entry, people, spoilt):
    correction = propose(entry, people.reporter)
    row = DECIDED | {"decided_by": "officer"} | spoilt
    row["decided_by"] = getattr(people, row["decided_by"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**row)


def test_the_database_keeps_what_was_decided(entry, people):
    correction = propose(entry, people.reporter)
    accept(correction, people.officer)
    rows = Correction.objects.filter(pk=correction.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(words="改写")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_every_reason_has_words():
    labels = [str(reason.label) for reason in CorrectionReason]
    assert len(set(labels)) == len(CorrectionReason.values) == 7
