"""What desks read of locked periods: requests, and what stands open again."""

from datetime import datetime, timedelta

import pytest

from progress_app.models import PeriodException
from progress_app.queries.exceptions import (
    exceptions_for,
    exceptions_of,
    locked_periods,
    owes_anything,
    pending_exception,
    reopened,
)
from progress_app.queries.grid import clock_for, clock_of
from progress_app.queries.todo import todo
from progress_app.rules.desks import (
    can_open_corrections,
    can_open_exceptions,
    can_read_return,
)
from progress_app.templatetags.progress import due_words, until
from targets_app.enums import PeriodState
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW, access_to
from tests.progress_app import changes
from tests.progress_app.changes import LATER
from unionplan.lib.dates import SHANGHAI
from unions_app.enums import Role
from unions_app.rules import Access, Grant

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


@pytest.fixture
def granted(people):
    return changes.granted("万州区", people.reporter, people.administrator)


def wanzhou(number):
    return factories.union_called("万州区").pk, factories.month(number).pk


def test_the_locked_periods_of_a_clerk_newest_first(people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}, number=8
    )
    request = changes.asked("万州区", people.reporter, number=7)
    changes.granted("万州区", people.reporter, people.administrator, number=9)

    rows = locked_periods(access_to(people.reporter), at=NOW)

    assert [row.period.number for row in rows] == list(range(9, 0, -1))
    assert [row.can_be_asked_for for row in rows[:3]] == [False, True, False]
    assert [row.submission for row in rows[:3]] == [None, submission, None]
    assert [row.pending for row in rows[:3]] == [None, None, request]
    assert [row.reopened_until for row in rows[:3]] == [LATER, None, None]


def test_a_period_is_listed_from_the_day_after_its_lock(people):
    access, september = access_to(people.reporter), factories.month(9)
    last = changes.end_of(september.locks_on) - timedelta(microseconds=1)

    assert september not in [row.period for row in locked_periods(access, at=last)]
    assert locked_periods(access, at=last + timedelta(seconds=1))[0].period == september


@pytest.mark.parametrize("persona", ["approver", "leader", "administrator", "nobody"])
def test_who_reports_for_nobody_has_no_periods_to_ask_for(people, persona):
    assert locked_periods(access_to(getattr(people, persona)), at=NOW) == []


def test_without_a_plan_in_force_there_is_nothing_to_ask_for(people, plan):
    Plan.objects.update(status="closed")

    assert locked_periods(access_to(people.reporter), at=NOW) == []


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("reporter", True),
        ("colleague", True),
        ("stranger", False),
        ("officer", False),
        ("leader", False),
        ("auditor", True),
        ("administrator", True),
        ("nobody", False),
    ],
)
def test_who_reads_a_request(people, granted, persona, sees):
    rows = exceptions_for(access_to(getattr(people, persona)))

    assert list(rows) == ([granted] if sees else [])


def test_a_return_knows_its_requests(people, granted):
    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    assert pending_exception(submission) is None
    assert exceptions_of(union_id=submission.union_id, period_id=submission.period_id)

    other = factories.started("江北区", people.stranger, number=10)
    later = changes.asked("江北区", people.stranger)
    assert pending_exception(other) is None
    other.period = later.period
    assert pending_exception(other) == later


def test_what_stands_open_is_told_for_many_unions_at_once(
    people, granted, django_assert_num_queries
):
    changes.granted("江北区", people.stranger, people.administrator, number=8)
    unions = [
        factories.union_called(name).pk for name in ("万州区", "江北区", "渝中区")
    ]

    with django_assert_num_queries(1):
        found = reopened(union_ids=unions, at=NOW)

    month = factories.month(8).pk
    assert found == {wanzhou(9): LATER, (unions[1], month): LATER}
    assert reopened(union_ids=unions, at=LATER) == {}


def test_a_request_or_a_refusal_opens_nothing(people):
    changes.asked("万州区", people.reporter)
    assert reopened(union_ids=[wanzhou(9)[0]], at=NOW) == {}

    PeriodException.objects.update(
        decision="refused",
        words="否",
        decided_by=people.administrator,
        decided_at=NOW,
    )
    assert reopened(union_ids=[wanzhou(9)[0]], at=NOW) == {}


def test_who_owes_anything(people):
    october = factories.month(10)

    assert owes_anything(union=factories.union_called("万州区"), period=october)
    assert not owes_anything(union=factories.union_called("市总工会"), period=october)


def test_an_open_period_asks_the_database_nothing(people, django_assert_num_queries):
    submission = factories.started("万州区", people.reporter)

    with django_assert_num_queries(0):
        clock = clock_for(submission, NOW)

    assert (clock.state, clock.is_fillable) == (PeriodState.OPEN, True)


@pytest.mark.parametrize(
    ("number", "given", "kept", "fillable"),
    [
        (9, None, None, False),
        (9, LATER, LATER, True),
        (9, NOW, None, False),
        (10, LATER, None, True),
        (11, LATER, None, False),
    ],
)
def test_a_clock_keeps_what_matters(plan, number, given, kept, fillable):
    clock = clock_of(factories.month(number), NOW, reopened_until=given)

    assert (clock.reopened_until, clock.is_fillable) == (kept, fillable)


def test_the_to_do_list_holds_what_is_open_again(people, granted):
    [union] = todo(access_to(people.reporter), at=NOW).unions
    assert [due.period.number for due in union.periods] == [9, 10]
    assert due_words(union.periods[0].clock) == "补报开放至2024年10月30日 24:00"

    [other] = todo(access_to(people.stranger), at=NOW).unions
    assert [due.period.number for due in other.periods] == [10]
    [later] = todo(access_to(people.reporter), at=LATER).unions
    assert [due.period.number for due in later.periods] == [10]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (None, ""),
        (LATER, "2024年10月30日 24:00"),
        (datetime(2024, 1, 1, tzinfo=SHANGHAI), "2023年12月31日 24:00"),
        (datetime(2024, 10, 30, 9, 5, tzinfo=SHANGHAI), "2024年10月30日 09:05"),
    ],
)
def test_an_end_at_midnight_is_told_as_the_day_before(moment, told):
    assert until(moment) == told


@pytest.mark.parametrize(
    ("role", "exceptions", "corrections", "own", "other"),
    [
        (Role.REPORTER, True, True, True, False),
        (Role.APPROVER, True, True, True, False),
        (Role.OFFICER, True, True, True, False),
        (Role.LEADER, False, False, False, False),
        (Role.AUDITOR, True, True, True, True),
        (Role.ADMINISTRATOR, True, False, False, False),
    ],
)
def test_who_opens_which_screen(role, exceptions, corrections, own, other):
    access = Access(1, frozenset({Grant(role, 1)}))

    assert can_open_exceptions(access) is exceptions
    assert can_open_corrections(access) is corrections
    assert can_read_return(access, 1) is own
    assert can_read_return(access, 2) is other
