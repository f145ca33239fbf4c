"""When a part of the portal needs somebody's eye."""

from datetime import timedelta

import pytest

from reports_app.enums import Verdict
from reports_app.rules.health import (
    verdict_on_books,
    verdict_on_disk,
    verdict_on_nightly,
    verdict_on_waiting,
    verdict_on_worker,
    worst_of,
)

GIB = 1024**3
SOUND, NOTICE, ALARM = Verdict.SOUND, Verdict.NOTICE, Verdict.ALARM
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (None, SOUND),
        (-MINUTE, SOUND),
        (5 * MINUTE, SOUND),
        (5 * MINUTE + timedelta(seconds=1), ALARM),
    ],
)
def test_what_waits_longer_than_five_minutes_is_an_alarm(age, verdict):
    assert verdict_on_waiting(age) == verdict


@pytest.mark.parametrize(
    ("age", "verdict"), [(None, NOTICE), (5 * MINUTE, SOUND), (6 * MINUTE, ALARM)]
)
def test_a_worker_is_awaited_at_first_and_missed_when_it_has_gone(age, verdict):
    assert verdict_on_worker(age) == verdict


@pytest.mark.parametrize(
    ("age", "verdict"), [(None, NOTICE), (36 * HOUR, SOUND), (37 * HOUR, NOTICE)]
)
def test_a_missed_night_is_noticed(age, verdict):
    assert verdict_on_nightly(age) == verdict


@pytest.mark.parametrize(
    ("differences", "age", "verdict"),
    [
        (None, None, NOTICE),
        (0, HOUR, SOUND),
        (0, 40 * HOUR, NOTICE),
        (1, HOUR, ALARM),
        (1, 40 * HOUR, ALARM),
    ],
)
def test_a_difference_is_an_alarm_however_old(differences, age, verdict):
    assert verdict_on_books(differences=differences, age=age) == verdict


@pytest.mark.parametrize(
    ("free", "total", "verdict"),
    [
        (50 * GIB, 100 * GIB, SOUND),
        (15 * GIB, 100 * GIB, SOUND),
        (14 * GIB, 100 * GIB, NOTICE),
        (5 * GIB, 100 * GIB, NOTICE),
        (4 * GIB, 100 * GIB, ALARM),
        (GIB - 1, 2 * GIB, ALARM),
        (GIB, 2 * GIB, SOUND),
    ],
)
def test_a_disk_that_fills_up(free, total, verdict):
    assert verdict_on_disk(free=free, total=total) == verdict


def test_the_worst_decides():
    assert worst_of([]) == SOUND
    assert worst_of([SOUND, NOTICE, SOUND]) == NOTICE
    assert worst_of([NOTICE, ALARM, SOUND]) == ALARM
