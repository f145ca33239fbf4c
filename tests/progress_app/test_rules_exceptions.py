"""When a locked period stands open again: whole truth tables."""

from datetime import timedelta

import pytest

from progress_app.rules.exceptions import (
    MOST_DAYS,
    is_fillable,
    is_in_force,
    is_timely_end,
)
from targets_app.enums import PeriodState
from tests.people import NOW

NOT_OPEN, OPEN, OVERDUE, LOCKED = PeriodState
BEFORE, AFTER = NOW - timedelta(microseconds=1), NOW + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("opens_until", "in_force"),
    [(None, False), (BEFORE, False), (NOW, False), (AFTER, True)],
)
def test_an_exception_runs_out_by_itself(opens_until, in_force):
    assert is_in_force(opens_until=opens_until, at=NOW) is in_force


@pytest.mark.parametrize(
    ("state", "until", "fillable"),
    [
        (NOT_OPEN, None, False),
        (NOT_OPEN, AFTER, False),
        (OPEN, None, True),
        (OPEN, BEFORE, True),
        (OPEN, AFTER, True),
        (OVERDUE, None, True),
        (OVERDUE, BEFORE, True),
        (LOCKED, None, False),
        (LOCKED, BEFORE, False),
        (LOCKED, NOW, False),
        (LOCKED, AFTER, True),
    ],
)
def test_only_a_lock_is_opened_and_only_for_a_while(state, until, fillable):
    assert is_fillable(state=state, reopened_until=until, at=NOW) is fillable


@pytest.mark.parametrize(
    ("ahead", "timely"),
    [
        (timedelta(0), False),
        (-timedelta(days=1), False),
        (timedelta(microseconds=1), True),
        (timedelta(days=MOST_DAYS), True),
        (timedelta(days=MOST_DAYS, microseconds=1), False),
    ],
)
def test_an_end_is_ahead_and_within_a_month(ahead, timely):
    assert is_timely_end(opens_until=NOW + ahead, at=NOW) is timely
