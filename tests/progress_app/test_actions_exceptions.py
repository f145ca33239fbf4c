"""补报: asked for, decided on by somebody else, and over by itself."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from progress_app.actions.errors import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NotLockedError,
    NotOwedError,
    OwnWorkError,
    PeriodClosedError,
    ReasonMissingError,
    UntimelyError,
)
from progress_app.actions.exceptions import (
    ask_exception,
    grant_exception,
    refuse_exception,
)
from progress_app.actions.submissions import submit
from progress_app.models import PeriodException, Submission
from progress_app.queries.exceptions import reopened, reopened_until
from tests import factories
from tests.people import NOW
from tests.progress_app import changes
from tests.progress_app.changes import LATER, WHY
from unionplan.lib.chain import body_hash
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt, Union

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"
TYPED = {HAVENS: {"quantity": "4"}}


def ask(person, *, key=None, **more):
    given = {
        "union": factories.union_called("万州区"),
        "period": factories.month(9),
        "why": WHY,
        "wanted_until": LATER,
        "at": NOW,
    }
    return ask_exception(
        person_id=person.pk, client_key=key or uuid4(), **(given | more)
    )


def grant(request, person, *, key=None, **more):
    given = {"opens_until": LATER, "words": "同意", "at": NOW}
    return grant_exception(
        exception_id=request.pk,
        person_id=person.pk,
        client_key=key or uuid4(),
        **(given | more),
    )


def refuse(request, person, words="请走更正"):
    return refuse_exception(
        exception_id=request.pk,
        words=words,
        person_id=person.pk,
        at=NOW,
        client_key=uuid4(),
    )


def test_a_request_says_who_asks_for_what_and_why(people):
    request = ask(people.reporter, why=f"  {WHY} ")

    request.refresh_from_db()
    assert (request.union.short_name, request.period.number) == ("万州区", 9)
    assert (request.why, request.wanted_until) == (WHY, LATER)
    assert (request.asked_by, request.asked_at) == (people.reporter, NOW)
    assert (request.decision, request.opens_until) == ("", None)
    event = AuditEvent.objects.get(action="exception.asked")
    assert (event.person, event.union) == (people.reporter, request.union)
    assert event.detail == {"period": request.period_id, "why": body_hash(WHY)}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"why": "  "}, ReasonMissingError),
        ({"wanted_until": NOW}, UntimelyError),
        ({"wanted_until": NOW + timedelta(days=32)}, UntimelyError),
    ],
)
def test_what_cannot_be_asked(people, more, error):
    with pytest.raises(error):
        ask(people.reporter, **more)

    assert not PeriodException.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("number", [10, 11])
def test_only_a_locked_period_is_asked_for(people, number):
    with pytest.raises(NotLockedError):
        ask(people.reporter, period=factories.month(number))


def test_the_last_day_before_the_lock_is_not_locked(people):
    september = factories.month(9)
    last_moment = changes.end_of(september.locks_on) - timedelta(microseconds=1)
    more = {"wanted_until": last_moment + timedelta(days=2)}

    with pytest.raises(NotLockedError):
        ask(people.reporter, at=last_moment, **more)
    request = ask(people.reporter, at=changes.end_of(september.locks_on), **more)

    assert request.pk


def test_a_period_that_is_held_open_is_not_asked_for(people):
    changes.granted("万州区", people.reporter, people.administrator)

    with pytest.raises(NotLockedError):
        ask(people.reporter)
    assert ask(people.stranger, union=factories.union_called("江北区")).pk


def test_one_open_request_a_period(people):
    first = ask(people.reporter)

    with pytest.raises(AlreadyAskedError):
        ask(people.colleague)
    refuse(first, people.administrator)

    assert ask(people.colleague).pk != first.pk


def test_who_owed_nothing_then_has_nothing_to_ask_for(people):
    union = factories.union_called("万州区")
    Union.objects.filter(pk=union.pk).update(opened_on=date(2024, 10, 1))
    union.refresh_from_db()

    with pytest.raises(NotOwedError):
        ask(people.reporter, union=union)
    with pytest.raises(NotOwedError):
        ask(people.reporter, union=factories.union_called("市总工会"))


def test_granting_opens_the_period_for_one_union_for_a_while(people):
    request = grant(ask(people.reporter), people.administrator)

    request.refresh_from_db()
    assert (request.decision, request.words) == ("granted", "同意")
    assert (request.decided_by, request.decided_at) == (people.administrator, NOW)
    cell = (request.union_id, request.period_id)
    assert reopened(union_ids=[request.union_id], at=NOW) == {cell: LATER}
    event = AuditEvent.objects.get(action="exception.granted")
    assert event.detail["opens_until"] == "2024-10-30T16:00:00.000000+00:00"
    assert event.subject == f"exception:{request.pk}"

    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    factories.saved(submission, people.reporter, TYPED, at=NOW)
    factories.supported(submission, people.reporter)
    last = LATER - timedelta(microseconds=1)
    given = {"submission": submission, "person_id": people.reporter.pk}
    with pytest.raises(PeriodClosedError):
        submit(**given, at=LATER, client_key=uuid4())
    assert submit(**given, at=last, client_key=uuid4()) == 1


def test_a_period_locks_itself_again(people):
    request = changes.granted("万州区", people.reporter, people.administrator)
    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    cell = {"union_id": request.union_id, "period_id": request.period_id}

    with pytest.raises(PeriodClosedError):
        factories.saved(submission, people.reporter, TYPED, at=LATER)
    with pytest.raises(PeriodClosedError):
        factories.started("万州区", people.reporter, number=9, at=LATER)

    assert reopened_until(**cell, at=LATER - timedelta(microseconds=1)) == LATER
    assert reopened_until(**cell, at=LATER) is None
    assert factories.entry_for(submission, HAVENS).quantity is None


def test_an_exception_is_for_one_union_and_one_period(people):
    changes.granted("万州区", people.reporter, people.administrator)

    for union, number in (("江北区", 9), ("万州区", 8)):
        with pytest.raises(PeriodClosedError):
            factories.started(union, people.reporter, number=number, at=NOW)
    assert not Submission.objects.exists()


def test_of_two_exceptions_the_longer_counts(people):
    request = changes.granted("万州区", people.reporter, people.administrator)
    PeriodException.objects.create(
        union_id=request.union_id,
        period_id=request.period_id,
        why=WHY,
        wanted_until=LATER,
        asked_by=people.reporter,
        asked_at=NOW,
        decision="granted",
        words="续",
        opens_until=LATER + timedelta(days=1),
        decided_by=people.administrator,
        decided_at=NOW,
    )

    until = reopened_until(
        union_id=request.union_id, period_id=request.period_id, at=NOW
    )

    assert until == LATER + timedelta(days=1)


def test_a_refusal_opens_nothing(people):
    request = refuse(ask(people.reporter), people.administrator)

    request.refresh_from_db()
    assert (request.decision, request.words) == ("refused", "请走更正")
    with pytest.raises(PeriodClosedError):
        factories.started("万州区", people.reporter, number=9, at=NOW)
    assert AuditEvent.objects.filter(action="exception.refused").count() == 1


def test_nobody_opens_what_they_asked_for_themselves(people):
    request = ask(people.administrator)

    with pytest.raises(OwnWorkError):
        grant(request, people.administrator)
    with pytest.raises(OwnWorkError):
        refuse(request, people.administrator)

    request.refresh_from_db()
    assert request.decision == ""


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"words": " "}, ReasonMissingError),
        ({"opens_until": NOW}, UntimelyError),
        ({"opens_until": NOW + timedelta(days=32)}, UntimelyError),
    ],
)
def test_what_cannot_be_granted(people, more, error):
    request = ask(people.reporter)
    receipts = Receipt.objects.count()

    with pytest.raises(error):
        grant(request, people.administrator, **more)

    request.refresh_from_db()
    assert (request.decision, Receipt.objects.count()) == ("", receipts)


def test_a_refusal_says_why(people):
    with pytest.raises(ReasonMissingError):
        refuse(ask(people.reporter), people.administrator, words="")


def test_a_request_is_decided_once(people):
    request = grant(ask(people.reporter), people.administrator)

    with pytest.raises(AlreadyDecidedError) as refusal:
        refuse(request, people.leader)

    assert refusal.value.stands.decision == "granted"
    assert not AuditEvent.objects.filter(action="exception.refused").exists()


def test_the_same_click_again_changes_nothing(people):
    key, other = uuid4(), uuid4()
    request = ask(people.reporter, key=key)
    with pytest.raises(AlreadyDoneError) as done:
        ask(people.reporter, key=key)
    assert done.value.response == {"exception": request.pk}
    with pytest.raises(KeyReusedError):
        ask(people.reporter, key=key, why="别的原因")

    grant(request, people.administrator, key=other)
    with pytest.raises(AlreadyDoneError):
        grant(request, people.administrator, key=other)
    assert PeriodException.objects.count() == 1


ROW = {"decision": "granted", "words": "同意", "opens_until": LATER, "decided_at": NOW}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"decided_by": "reporter"},
        {"words": ""},
        {"opens_until": None},
        {"opens_until": NOW},
        {"decided_at": None},
        {"decision": ""},
        {"decision": "refused"},
        {"why": ""},
    ],
)
def test_the_database_refuses_half_a_decision(people, spoilt):
    request = ask(people.reporter)
    row = ROW | {"decided_by": "administrator"} | spoilt
    row["decided_by"] = getattr(people, row["decided_by"])

    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodException.objects.filter(pk=request.pk).update(**row)


def test_the_database_keeps_what_was_decided(people):
    request = grant(ask(people.reporter), people.administrator)
    rows = PeriodException.objects.filter(pk=request.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(opens_until=LATER + timedelta(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    other = ask(people.stranger, union=factories.union_called("江北区"))
    with pytest.raises(IntegrityError), transaction.atomic():
        other.delete()
