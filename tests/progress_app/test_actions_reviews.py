"""Decisions on entries: endorse, return, accept."""

from datetime import timedelta
from uuid import uuid4

import pytest

from progress_app.actions.errors import (
    OwnWorkError,
    ReasonMissingError,
    StaleError,
    WrongStateError,
)
from progress_app.actions.reviews import accept_entries, endorse_entries, return_entry
from progress_app.enums import Decision, EntryState
from progress_app.models import Entry, Posting, Review, RollupMark
from progress_app.queries.ledger import ledger_sequence
from progress_app.rules.transitions import (
    is_awaiting_endorsement,
    is_awaiting_review,
)
from tests import factories
from tests.people import NOW
from unionplan.lib.dates import end_of
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt, Union

pytestmark = pytest.mark.django_db
HAVENS, RATE, NEW_UNIONS = "新建渝工港湾", "建会率", "新建基层工会组织"
THREE = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
    NEW_UNIONS: {"presence": "not_applicable", "reason": "本期无"},
}


@pytest.fixture
def submission(people):
    """Return 万州区's return with three lines that await the department."""
    return factories.submitted("万州区", people.reporter, THREE)


@pytest.fixture
def approved(people):
    """Return 涪陵区's return, which its own approver must pass first."""
    return factories.submitted("涪陵区", people.approved_reporter, THREE)


def lines(submission):
    return submission.entries.exclude(state=EntryState.DRAFT).order_by("pk")


def versions(submission):
    return dict(lines(submission).values_list("pk", "version"))


def accept(seen, person, *, key=None, at=NOW):
    return accept_entries(
        versions=seen, person_id=person.pk, at=at, client_key=key or uuid4()
    )


def endorse(seen, person, *, key=None):
    return endorse_entries(
        versions=seen, person_id=person.pk, at=NOW, client_key=key or uuid4()
    )


def send_back(entry, person, *, reason="请核对数据", version=None, key=None):
    return_entry(
        entry_id=entry.pk,
        version=entry.version if version is None else version,
        reason=reason,
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
    )


def nothing_decided():
    """Return whether no decision has left a trace anywhere."""
    return not (
        Review.objects.exists()
        or Posting.objects.exists()
        or RollupMark.objects.exists()
        or ledger_sequence()
        or Receipt.objects.filter(response={}).exists()
        or AuditEvent.objects.filter(action__startswith="entry.")
        .exclude(action="entry.saved")
        .exists()
    )


def test_accepting_posts_marks_and_tells_in_one_go(submission, people):
    seen = versions(submission)

    assert accept(seen, people.officer) == [1, 2, 3]

    for entry in submission.entries.filter(pk__in=seen):
        review, posting = entry.reviews.get(), entry.postings.get()
        assert (entry.state, entry.version) == (EntryState.ACCEPTED, 3)
        assert (review.decision, review.entry_version) == (Decision.ACCEPTED, 2)
        assert (review.reviewer, review.decided_at) == (people.officer, NOW)
        assert posting.review == review
        event = AuditEvent.objects.get(
            subject=f"entry:{entry.pk}", action="entry.accepted"
        )
        assert event.detail == {
            "version": 2,
            "review": review.pk,
            "posting": posting.sequence,
        }
        assert (event.person, event.union) == (people.officer, submission.union)
    marks = RollupMark.objects.values_list("target", "union", "from_period")
    assert sorted(marks) == sorted(
        (target, submission.union_id, submission.period_id)
        for target in lines(submission).values_list("target", flat=True)
    )


def test_a_double_click_posts_once(submission, people):
    key, seen = uuid4(), versions(submission)
    accept(seen, people.officer, key=key)

    with pytest.raises(AlreadyDoneError) as told:
        accept(seen, people.officer, key=key)

    assert told.value.response == {"postings": [1, 2, 3]}
    assert Posting.objects.count() == Review.objects.count() == 3


def test_a_key_of_one_decision_does_not_carry_another(submission, people):
    key, seen = uuid4(), versions(submission)
    accept(seen, people.officer, key=key)

    with pytest.raises(KeyReusedError):
        endorse(seen, people.officer, key=key)


def test_a_second_reviewer_is_told_that_it_is_too_late(submission, people):
    seen = versions(submission)
    accept(seen, people.officer)

    with pytest.raises(StaleError) as told:
        accept(seen, people.other_officer)
    with pytest.raises(WrongStateError):
        accept(versions(submission), people.other_officer)

    assert told.value.entry.state == EntryState.ACCEPTED
    assert Posting.objects.count() == 3


def test_one_stale_line_stops_all_of_them(submission, people):
    seen = versions(submission)
    last = max(seen)
    Entry.objects.filter(pk=last).update(version=9)

    with pytest.raises(StaleError) as told:
        accept(seen, people.officer)

    assert (told.value.entry.pk, told.value.entry.version) == (last, 9)
    assert nothing_decided()
    assert set(lines(submission).values_list("state", flat=True)) == {"submitted"}


def test_one_line_in_a_wrong_state_stops_all_of_them(submission, people):
    seen = versions(submission)
    Entry.objects.filter(pk=max(seen)).update(state=EntryState.RETURNED)

    with pytest.raises(WrongStateError) as told:
        accept(seen, people.officer)

    assert told.value.entry.pk == max(seen)
    assert nothing_decided()


@pytest.mark.parametrize("decide", [accept, endorse])
def test_nobody_passes_their_own_work(people, decide):
    union = "万州区" if decide is accept else "涪陵区"
    submission = factories.submitted(union, people.officer, THREE)

    with pytest.raises(OwnWorkError):
        decide(versions(submission), people.officer)

    assert nothing_decided()


def test_nobody_returns_their_own_work(people):
    submission = factories.submitted("万州区", people.officer, THREE)

    with pytest.raises(OwnWorkError):
        send_back(lines(submission).first(), people.officer)

    assert nothing_decided()


def test_one_line_of_ones_own_stops_all_of_them(submission, people):
    Entry.objects.filter(pk=max(versions(submission))).update(
        submitted_by=people.officer
    )

    with pytest.raises(OwnWorkError):
        accept(versions(submission), people.officer)

    assert nothing_decided()


def test_an_approvers_union_must_be_endorsed_first(approved, people):
    with pytest.raises(WrongStateError):
        accept(versions(approved), people.officer)
    assert nothing_decided()

    assert endorse(versions(approved), people.approver) == 3
    assert accept(versions(approved), people.officer) == [1, 2, 3]

    decisions = Review.objects.filter(entry=lines(approved).first())
    assert list(decisions.values_list("decision", "entry_version", "reviewer")) == [
        (Decision.ENDORSED, 2, people.approver.pk),
        (Decision.ACCEPTED, 3, people.officer.pk),
    ]


def test_endorsing_posts_nothing(approved, people):
    endorse(versions(approved), people.approver)

    assert not Posting.objects.exists()
    assert not RollupMark.objects.exists()
    assert set(lines(approved).values_list("state", flat=True)) == {"endorsed"}


STATES_AND_DECISIONS = {
    # (state, has_approver): the decisions that can be taken.
    (EntryState.DRAFT, False): set(),
    (EntryState.DRAFT, True): set(),
    (EntryState.SUBMITTED, False): {"accept", "return"},
    (EntryState.SUBMITTED, True): {"endorse", "return"},
    (EntryState.ENDORSED, False): {"accept", "return"},
    (EntryState.ENDORSED, True): {"accept", "return"},
    (EntryState.RETURNED, False): set(),
    (EntryState.RETURNED, True): set(),
    (EntryState.ACCEPTED, False): set(),
    (EntryState.ACCEPTED, True): set(),
}


@pytest.mark.parametrize("decision", ["accept", "endorse", "return"])
@pytest.mark.parametrize(("at", "can"), STATES_AND_DECISIONS.items())
def test_every_decision_from_every_state(submission, people, at, can, decision):
    state, has_approver = at
    Union.objects.filter(pk=submission.union_id).update(has_approver=has_approver)
    submission.entries.filter(target__name=HAVENS).update(state=state)
    entry = factories.entry_for(submission, HAVENS)
    take = {
        "accept": lambda: accept({entry.pk: entry.version}, people.officer),
        "endorse": lambda: endorse({entry.pk: entry.version}, people.officer),
        "return": lambda: send_back(entry, people.officer),
    }[decision]

    if decision in can:
        take()
        assert factories.entry_for(submission, HAVENS).version == entry.version + 1
    else:
        with pytest.raises(WrongStateError) as told:
            take()
        assert told.value.entry.state == state
        assert nothing_decided()


@pytest.mark.parametrize("has_approver", [False, True])
@pytest.mark.parametrize("state", EntryState)
def test_the_desks_list_what_the_gates_let_through(submission, state, has_approver):
    Union.objects.filter(pk=submission.union_id).update(has_approver=has_approver)
    submission.entries.filter(target__name=HAVENS).update(state=state)
    line = Entry.objects.filter(submission=submission, target__name=HAVENS)

    told = {"state": state, "has_approver": has_approver}

    assert line.awaiting_review().exists() is is_awaiting_review(**told)
    assert line.awaiting_endorsement().exists() is is_awaiting_endorsement(**told)


def test_a_returned_line_comes_back_with_words_and_can_be_mended(submission, people):
    entry = factories.entry_for(submission, HAVENS)

    send_back(entry, people.officer, reason="  口径应为新建数，请核对 ")

    entry = factories.entry_for(submission, HAVENS)
    assert (entry.state, entry.version) == (EntryState.RETURNED, 3)
    assert entry.return_reason == "口径应为新建数，请核对"
    assert entry.reviews.get().reason == "口径应为新建数，请核对"
    assert not Posting.objects.exists()
    others = lines(submission).exclude(pk=entry.pk)
    assert set(others.values_list("state", flat=True)) == {"submitted"}
    outcome = factories.saved(submission, people.reporter, {HAVENS: {"quantity": "6"}})
    assert outcome.saved == {entry.pk: 4}


def test_the_trail_of_a_return_holds_no_words(submission, people):
    send_back(lines(submission).first(), people.officer, reason="张三漏报")

    event = AuditEvent.objects.get(action="entry.returned")
    assert event.detail == {
        "version": 2,
        "review": Review.objects.get().pk,
        "posting": None,
    }


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_return_needs_words(submission, people, reason):
    with pytest.raises(ReasonMissingError):
        send_back(lines(submission).first(), people.officer, reason=reason)

    assert nothing_decided()


def test_a_return_of_an_older_version_is_refused(submission, people):
    with pytest.raises(StaleError):
        send_back(lines(submission).first(), people.officer, version=1)

    assert nothing_decided()


def test_a_return_clicked_twice_is_one_return(submission, people):
    key, entry = uuid4(), lines(submission).first()
    send_back(entry, people.officer, key=key)

    with pytest.raises(AlreadyDoneError) as told:
        send_back(entry, people.officer, key=key)

    assert told.value.response == {"returned": entry.pk}
    assert Review.objects.count() == 1


def test_an_accepted_line_forgets_why_it_was_returned(submission, people):
    send_back(factories.entry_for(submission, HAVENS), people.officer)
    again = factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "6"}})
    entry = factories.entry_for(again, HAVENS)

    accept({entry.pk: entry.version}, people.officer)

    entry = factories.entry_for(again, HAVENS)
    assert (entry.return_reason, entry.postings.get().quantity) == ("", 6)
    assert list(entry.reviews.values_list("decision", flat=True)) == [
        Decision.RETURNED,
        Decision.ACCEPTED,
    ]


def test_what_came_in_time_can_be_accepted_after_the_lock(submission, people):
    later = end_of(submission.period.locks_on) + timedelta(days=30)

    sequences = accept(versions(submission), people.officer, at=later)

    assert sequences == [1, 2, 3]
    assert {posting.recorded_at for posting in Posting.objects.all()} == {later}
