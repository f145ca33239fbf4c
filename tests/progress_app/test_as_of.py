"""The moment that is asked for: how it is named, and what waited then."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from progress_app.actions import reviews
from progress_app.enums import AsOfProblem
from progress_app.models import Entry
from progress_app.queries.as_of import (
    AsOf,
    AsOfError,
    awaiting_at,
    awaiting_by_target_at,
    lines_at,
    present,
    read_as_of,
)
from progress_app.queries.ledger import ledger_state
from tests import factories
from tests.people import NOW
from unionplan.lib.dates import SHANGHAI

pytestmark = pytest.mark.django_db
FULL_WIDTH = " ２０２４-０９-３０ "  # noqa: RUF001
HAVENS, RATE = "新建渝工港湾", "建会率"


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_nothing_named_is_now(text, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = read_as_of(text, now=NOW)

    assert found == present(NOW)
    assert not found.is_past


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-09-30", shanghai(2024, 9, 30, 23, 59, 59, 999999)),
        (FULL_WIDTH, shanghai(2024, 9, 30, 23, 59, 59, 999999)),
        ("2024-09-30T18:30", shanghai(2024, 9, 30, 18, 30, 59, 999999)),
        ("2024-09-30 18:30", shanghai(2024, 9, 30, 18, 30, 59, 999999)),
        ("2024-10-28", NOW),
        ("2024-10-28T09:00", NOW),
    ],
)
def test_a_day_is_told_at_its_end_and_never_past_now(plan, text, moment):
    found = read_as_of(text, now=NOW)

    assert found.at == moment
    assert found.is_past
    assert read_as_of(found.text, now=NOW) == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-10-29", AsOfProblem.NOT_YET),
        ("9999-12-31", AsOfProblem.NOT_YET),
        ("9999-12-31T23:58", AsOfProblem.NOT_YET),
        ("2024-02-30", AsOfProblem.NOT_UNDERSTOOD),
        ("2024-W09-3", AsOfProblem.NOT_UNDERSTOOD),
        ("昨天", AsOfProblem.NOT_UNDERSTOOD),
        ("1 OR 1=1", AsOfProblem.NOT_UNDERSTOOD),
        ("\x00", AsOfProblem.NOT_UNDERSTOOD),
        ("-5", AsOfProblem.NOT_UNDERSTOOD),
        ("1.5", AsOfProblem.NOT_UNDERSTOOD),
        ("9" * 21, AsOfProblem.NOT_UNDERSTOOD),
        ("9" * 20, AsOfProblem.NO_SUCH_POSTING),
        ("0", AsOfProblem.NO_SUCH_POSTING),
        ("7", AsOfProblem.NO_SUCH_POSTING),
    ],
)
def test_what_cannot_be_told_says_what_to_do(plan, text, problem):
    with pytest.raises(AsOfError) as refused:
        read_as_of(text, now=NOW)

    assert refused.value.problem == problem


def test_a_sequence_is_the_moment_it_was_recorded(people):
    typed = {HAVENS: {"quantity": "1"}}
    [sequence] = factories.accepted("万州区", people.reporter, people.officer, typed)

    found = read_as_of(str(sequence), now=NOW + timedelta(days=90))

    assert (found.sequence, found.at, found.text) == (1, NOW, "1")


def test_the_ledger_stood_where_the_last_posting_by_then_left_it(people):
    for number in (7, 8, 9):
        typed = {HAVENS: {"quantity": "1"}}
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )

    told = [
        read_as_of(f"2024-{month:02}-28", now=NOW).sequence for month in range(6, 10)
    ]

    assert told == [0, 1, 2, 3]


def past(moment: datetime) -> AsOf:
    return read_as_of(f"{moment:%Y-%m-%dT%H:%M}", now=moment + timedelta(days=900))


def test_what_waited_is_reckoned_back(people, plan):
    typed = {HAVENS: {"quantity": "1"}, RATE: {"numerator": "1", "denominator": "2"}}
    handed_in = factories.submitted("万州区", people.reporter, typed, number=9)
    [havens, rate] = handed_in.entries.awaiting_review().order_by("target__position")
    at = factories.open_moment(9)
    decision = {"person_id": people.officer.pk, "at": at + timedelta(days=2)}
    reviews.accept_entries(
        versions={havens.pk: havens.version}, client_key=uuid4(), **decision
    )
    reviews.return_entry(
        entry_id=rate.pk,
        version=rate.version,
        reason="核对",
        client_key=uuid4(),
        **decision,
    )
    factories.submitted("江北区", people.stranger, {HAVENS: {"quantity": "3"}})

    def waited(moment: datetime) -> int:
        now_waiting = ledger_state(plan_id=plan.pk).awaiting_review
        return awaiting_at(past(moment), plan_id=plan.pk, now_waiting=now_waiting)

    def by_target(moment: datetime) -> list[int]:
        lines = Entry.objects.filter(target__plan=plan)
        told = awaiting_by_target_at(past(moment), lines)
        return [told[havens.target_id], told[rate.target_id]]

    moments = [at - timedelta(days=1), at + timedelta(days=1), at + timedelta(days=3)]
    assert [waited(moment) for moment in [*moments, NOW]] == [0, 2, 0, 1]
    assert [by_target(moment) for moment in [*moments, NOW]] == [
        [0, 0],
        [1, 1],
        [0, 0],
        [1, 0],
    ]


def test_a_returns_lines_stood_where_the_trail_says(people):
    typed = {HAVENS: {"quantity": "1"}, RATE: {"numerator": "1", "denominator": "2"}}
    submission = factories.submitted("万州区", people.reporter, typed, number=9)
    at, union = factories.open_moment(9), submission.union_id
    entries = submission.entries.awaiting_review().filter(target__name=HAVENS)
    reviews.accept_entries(
        versions=dict(entries.values_list("pk", "version")),
        person_id=people.officer.pk,
        at=at + timedelta(days=2),
        client_key=uuid4(),
    )

    def stood(days: int):
        told = lines_at(past(at + timedelta(days=days)), union_id=union)
        if submission.pk not in told:
            return None
        row = told[submission.pk]
        return (row.first_submitted_at, row.accepted, row.waiting, row.returned)

    assert [stood(days) for days in (-1, 1, 3)] == [
        None,
        (at, 0, 2, 0),
        (at, 1, 1, 0),
    ]
