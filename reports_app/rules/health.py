"""When a part of the portal needs somebody's eye."""

from collections.abc import Iterable
from datetime import timedelta

from reports_app.enums import Verdict

WAITS_AT_MOST = timedelta(minutes=5)
"""What waits longer has no worker that hears; a worker unseen for as long is gone."""
NIGHTLY_AT_MOST = timedelta(hours=36)
"""A nightly result older than that missed a night."""
LEAST_FREE_BYTES = 1024**3
LEAST_FREE_PERCENT = 5
FEW_FREE_PERCENT = 15


def verdict_on_waiting(age: timedelta | None) -> Verdict:
    """Judge how long the oldest row has waited; None: nothing waits."""
    if age is None or age <= WAITS_AT_MOST:
        return Verdict.SOUND
    return Verdict.ALARM


def verdict_on_worker(age: timedelta | None) -> Verdict:
    """Judge when a worker was last seen; None: never, as in the first seconds.

    Where it never comes, what waits for it raises the alarm.
    """
    return Verdict.NOTICE if age is None else verdict_on_waiting(age)


def verdict_on_nightly(age: timedelta | None) -> Verdict:
    """Judge the age of a nightly result; None: there is none yet."""
    if age is None or age > NIGHTLY_AT_MOST:
        return Verdict.NOTICE
    return Verdict.SOUND


def verdict_on_books(*, differences: int | None, age: timedelta | None) -> Verdict:
    """Judge a plan's last reconciliation; None: there is none yet."""
    return Verdict.ALARM if differences else verdict_on_nightly(age)


def verdict_on_disk(*, free: int, total: int) -> Verdict:
    """Judge the free bytes of a disk."""
    if free < LEAST_FREE_BYTES or free * 100 < total * LEAST_FREE_PERCENT:
        return Verdict.ALARM
    return Verdict.NOTICE if free * 100 < total * FEW_FREE_PERCENT else Verdict.SOUND


def worst_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict that decides for the whole."""
    order = (Verdict.SOUND, Verdict.NOTICE, Verdict.ALARM)
    return max(verdicts, key=order.index, default=Verdict.SOUND)
