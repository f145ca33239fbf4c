"""How far a return is, and when the calendar reminds: truth tables."""

from datetime import date, datetime

import pytest

from progress_app.enums import ReminderKind, ReportingState
from progress_app.rules.reporting import (
    HANDED_IN,
    WAITED_FOR,
    Told,
    calendar_reminder,
    can_remind,
    can_see_status,
    reporting_state,
)
from unionplan.lib.dates import SHANGHAI, local_date
from unions_app.enums import Role
from unions_app.rules import Access, Grant

OPENS, DUE, LOCKS = date(2024, 10, 25), date(2024, 11, 5), date(2024, 11, 15)
BEFORE, OPEN, LATE = date(2024, 10, 24), date(2024, 10, 28), date(2024, 11, 6)
LOCKED = date(2024, 12, 1)
BEGUN = Told(lines=3)
S = ReportingState

BEFORE_IT_IS_IN = [
    # told, day, state
    (None, BEFORE, S.NOT_OPEN),
    (None, OPENS, S.NOT_BEGUN),
    (None, OPEN, S.NOT_BEGUN),
    (None, DUE, S.NOT_BEGUN),
    (None, LATE, S.OVERDUE),
    (None, LOCKED, S.OVERDUE),
    (BEGUN, OPEN, S.DRAFT),
    (BEGUN, DUE, S.DRAFT),
    (BEGUN, LATE, S.OVERDUE),
    (BEGUN, LOCKED, S.OVERDUE),
]
ONCE_IT_IS_IN = [
    # handed in, returned, accepted of three owed lines
    (3, 0, 0, S.SUBMITTED),
    (1, 0, 0, S.SUBMITTED),
    (3, 0, 2, S.SUBMITTED),
    (3, 0, 3, S.ACCEPTED),
    (2, 0, 2, S.SUBMITTED),
    (2, 1, 2, S.RETURNED),
    (0, 1, 0, S.RETURNED),
    (0, 3, 0, S.RETURNED),
    (0, 0, 0, S.SUBMITTED),
]


def state(told, today, *, owed=3):
    return reporting_state(
        owed=owed, told=told, opens_on=OPENS, due_on=DUE, today=today
    )


@pytest.mark.parametrize(("told", "today", "expected"), BEFORE_IT_IS_IN)
def test_before_it_is_handed_in_the_day_decides(told, today, expected):
    assert state(told, today) == expected


@pytest.mark.parametrize("today", [OPEN, LATE, LOCKED])
@pytest.mark.parametrize(("handed_in", "returned", "accepted", "x"), ONCE_IT_IS_IN)
def test_once_handed_in_its_lines_decide(today, handed_in, returned, accepted, x):
    told = Told(
        lines=3,
        was_handed_in=True,
        handed_in=handed_in,
        returned=returned,
        accepted=accepted,
    )

    assert state(told, today) == x


@pytest.mark.parametrize("today", [BEFORE, OPEN, LATE, LOCKED])
def test_who_owes_nothing_is_never_late(today):
    assert state(None, today, owed=0) == S.NOT_OWED
    assert state(BEGUN, today, owed=0) == S.NOT_OWED


def test_what_came_from_who_owes_nothing_any_more_is_still_told():
    told = Told(lines=2, was_handed_in=True, handed_in=2, accepted=2)

    assert state(told, OPEN, owed=0) == S.ACCEPTED


def test_a_target_that_came_since_leaves_the_return_incomplete():
    told = Told(lines=3, was_handed_in=True, handed_in=3, accepted=3)

    assert state(told, OPEN, owed=4) == S.SUBMITTED


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2024, 11, 5, 23, 59, 59, tzinfo=SHANGHAI), S.NOT_BEGUN),
        (datetime(2024, 11, 6, 0, 0, tzinfo=SHANGHAI), S.OVERDUE),
        (datetime(2024, 10, 24, 23, 59, 59, tzinfo=SHANGHAI), S.NOT_OPEN),
        (datetime(2024, 10, 25, 0, 0, tzinfo=SHANGHAI), S.NOT_BEGUN),
    ],
)
def test_days_end_at_midnight_in_shanghai(moment, expected):
    assert state(None, local_date(moment)) == expected


def test_every_state_is_handed_in_waited_for_or_neither():
    neither = {S.NOT_OWED, S.NOT_OPEN}

    assert HANDED_IN | WAITED_FOR | neither == set(S)
    assert not HANDED_IN & WAITED_FOR


CALENDAR = [
    # month, day, hour, what is owed then
    (11, 1, 9, None),
    (11, 2, 7, None),
    (11, 2, 8, ReminderKind.THREE_DAYS_BEFORE),
    (11, 3, 9, ReminderKind.THREE_DAYS_BEFORE),
    (11, 4, 7, None),
    (11, 4, 8, ReminderKind.ONE_DAY_BEFORE),
    (11, 5, 23, ReminderKind.ONE_DAY_BEFORE),
    (11, 6, 0, None),
    (11, 6, 8, ReminderKind.DAY_AFTER),
    (11, 15, 23, ReminderKind.DAY_AFTER),
    (11, 16, 9, None),
]


def owed(moment, *, opens_on=OPENS):
    return calendar_reminder(opens_on=opens_on, due_on=DUE, locks_on=LOCKS, at=moment)


@pytest.mark.parametrize(("month", "day", "hour", "expected"), CALENDAR)
def test_the_calendar_reminds_in_the_morning(month, day, hour, expected):
    assert owed(datetime(2024, month, day, hour, tzinfo=SHANGHAI)) == expected


def test_the_calendar_is_shanghais_whatever_the_moments_zone():
    utc = datetime.fromisoformat("2024-11-02T00:00:00+00:00")

    assert owed(utc) == ReminderKind.THREE_DAYS_BEFORE


def test_nobody_is_reminded_of_what_is_not_open():
    opens_on = date(2024, 11, 4)

    assert owed(datetime(2024, 11, 3, 9, tzinfo=SHANGHAI), opens_on=opens_on) is None
    assert (
        owed(datetime(2024, 11, 4, 9, tzinfo=SHANGHAI), opens_on=opens_on)
        == ReminderKind.ONE_DAY_BEFORE
    )


@pytest.mark.parametrize(
    ("role", "sees", "reminds"),
    [
        (Role.REPORTER, False, False),
        (Role.APPROVER, False, False),
        (Role.OFFICER, True, True),
        (Role.LEADER, True, False),
        (Role.AUDITOR, True, False),
        (Role.ADMINISTRATOR, True, True),
    ],
)
def test_who_sees_and_who_reminds(role, sees, reminds):
    access = Access(1, frozenset({Grant(role, 1)}))

    assert (can_see_status(access), can_remind(access)) == (sees, reminds)
