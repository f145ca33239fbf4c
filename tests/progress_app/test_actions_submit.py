"""Handing a return in."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from progress_app.actions.errors import (
    NothingToSubmitError,
    NotReadyError,
    PeriodClosedError,
)
from progress_app.actions.submissions import submit
from progress_app.enums import EntryState, FigureProblem, Presence
from progress_app.models import Entry
from targets_app.models import Quota
from tests import factories
from unionplan.lib.dates import end_of
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
HAVENS, MEMBERS, RATE = "新建渝工港湾", "发展工会会员", "建会率"
INSURED = "参加互助保障的职工"


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


def hand_in(submission, person, *, key=None, at=None):
    factories.supported(submission, person)
    return submit(
        submission=submission,
        person_id=person.pk,
        at=at or factories.open_moment(submission.period.number),
        client_key=key or uuid4(),
    )


def states(submission):
    """Return the lines that have left their first state, by target name."""
    moved = submission.entries.exclude(state=EntryState.DRAFT)
    return dict(moved.values_list("target__name", "state"))


def test_what_is_filled_in_goes_and_what_is_blank_stays_a_draft(submission, people):
    factories.saved(
        submission,
        people.reporter,
        {
            HAVENS: {"quantity": "0"},
            MEMBERS: {"presence": "not_applicable", "reason": "本期无"},
            RATE: {"numerator": "80", "denominator": "100"},
        },
    )

    assert hand_in(submission, people.colleague) == 3

    assert states(submission) == dict.fromkeys((HAVENS, MEMBERS, RATE), "submitted")
    blank = submission.entries.filter(state=EntryState.DRAFT)
    assert {entry.presence for entry in blank} == {Presence.NOT_REPORTED}
    entry = factories.entry_for(submission, HAVENS)
    assert (entry.version, entry.submitted_by) == (2, people.colleague)
    assert entry.state_changed_at == factories.open_moment(10)


def test_the_trail_names_every_version_handed_in(submission, people):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    hand_in(submission, people.reporter)

    event = AuditEvent.objects.get(action="submission.submitted")
    entry = factories.entry_for(submission, HAVENS)
    assert event.subject == f"submission:{submission.pk}"
    assert (event.person, event.union) == (people.reporter, submission.union)
    assert event.detail == {"entries": {str(entry.pk): entry.version}}


def test_nothing_filled_in_is_nothing_to_hand_in(submission, people):
    with pytest.raises(NothingToSubmitError):
        hand_in(submission, people.reporter)

    submission.refresh_from_db()
    assert submission.submitted_at is None
    assert not Receipt.objects.exists()


def test_a_second_hand_in_finds_nothing_left(submission, people):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    hand_in(submission, people.reporter)

    with pytest.raises(NothingToSubmitError):
        hand_in(submission, people.reporter)

    assert factories.entry_for(submission, HAVENS).version == 2


def test_the_same_click_again_gets_the_first_answer(submission, people):
    key = uuid4()
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    hand_in(submission, people.reporter, key=key)

    with pytest.raises(AlreadyDoneError) as told:
        hand_in(submission, people.reporter, key=key)

    assert told.value.response == {"submitted": 1}
    assert AuditEvent.objects.filter(action="submission.submitted").count() == 1


def test_a_click_for_another_return_under_the_same_key_is_refused(submission, people):
    key = uuid4()
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    hand_in(submission, people.reporter, key=key)
    september = factories.started("万州区", people.reporter, number=9)
    factories.saved(september, people.reporter, {HAVENS: {"quantity": "1"}})

    with pytest.raises(KeyReusedError):
        hand_in(september, people.reporter, key=key)

    assert states(september) == {}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({RATE: {"numerator": "80"}}, FigureProblem.INCOMPLETE),
        ({RATE: {"denominator": "80", "note": "暂缺"}}, FigureProblem.INCOMPLETE),
        ({INSURED: {"quantity": "49"}}, FigureProblem.NOTE_MISSING),
        ({INSURED: {"quantity": "501"}}, FigureProblem.NOTE_MISSING),
        ({MEMBERS: {"quantity": "96"}}, FigureProblem.NOTE_MISSING),
    ],
)
def test_one_doubtful_line_holds_the_whole_return_back(people, typed, problem):
    factories.accepted(
        "万州区",
        people.reporter,
        people.other_officer,
        {INSURED: {"quantity": "50"}, MEMBERS: {"quantity": "10"}},
        number=9,
    )
    Quota.objects.create(
        target=factories.target_called(MEMBERS),
        union=factories.union_called("万州区"),
        amount=Decimal(105),
        effective_on=date(2024, 1, 1),
    )
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}} | typed)

    with pytest.raises(NotReadyError) as refusal:
        hand_in(submission, people.reporter)

    (name,) = typed
    pk = factories.entry_for(submission, name).pk
    assert refusal.value.obstacles == {pk: (problem,)}
    assert states(submission) == {}
    assert not AuditEvent.objects.filter(
        action="submission.submitted", subject=f"submission:{submission.pk}"
    ).exists()


def test_a_note_answers_a_doubt(people):
    factories.accepted(
        "万州区",
        people.reporter,
        people.other_officer,
        {INSURED: {"quantity": "50"}},
        number=9,
    )
    submission = factories.started("万州区", people.reporter)
    falling = {INSURED: {"quantity": "49", "note": "一家单位退出"}}
    factories.saved(submission, people.reporter, falling)

    assert hand_in(submission, people.reporter) == 1


def test_what_waits_for_review_counts_towards_the_share(people):
    Quota.objects.create(
        target=factories.target_called(HAVENS),
        union=factories.union_called("万州区"),
        amount=Decimal(10),
        effective_on=date(2024, 1, 1),
    )
    factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "6"}}, number=9
    )
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "5"}})

    with pytest.raises(NotReadyError):
        hand_in(submission, people.reporter)

    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "4"}})
    assert hand_in(submission, people.reporter) == 1


def test_a_mended_line_goes_again_and_the_first_time_is_kept(submission, people):
    first = factories.open_moment(10)
    factories.saved(
        submission,
        people.reporter,
        {HAVENS: {"quantity": "1"}, MEMBERS: {"quantity": "2"}},
    )
    hand_in(submission, people.reporter, at=first)
    line = Entry.objects.filter(submission=submission, target__name=HAVENS)
    line.update(state=EntryState.RETURNED, return_reason="请核对")
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "3"}})

    assert hand_in(submission, people.reporter, at=first + timedelta(days=1)) == 1

    submission.refresh_from_db()
    assert submission.first_submitted_at == first
    assert submission.submitted_at == first + timedelta(days=1)
    assert states(submission) == {HAVENS: "submitted", MEMBERS: "submitted"}
    assert factories.entry_for(submission, MEMBERS).version == 2


def test_nothing_is_handed_in_after_the_lock(submission, people):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    locked = end_of(submission.period.locks_on)

    with pytest.raises(PeriodClosedError):
        hand_in(submission, people.reporter, at=locked)
    assert states(submission) == {}

    assert hand_in(submission, people.reporter, at=locked - timedelta(seconds=1)) == 1
