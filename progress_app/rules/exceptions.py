"""When a locked period stands open again for a union (补报). No clock, no database."""

from datetime import datetime, timedelta

from targets_app.enums import PeriodState

FILLABLE = frozenset({PeriodState.OPEN, PeriodState.OVERDUE})
MOST_DAYS = 31
"""How long an exception may hold a period open: it is for a while, not for good."""


def is_in_force(*, opens_until: datetime | None, at: datetime) -> bool:
    """Return whether a granted exception still holds its period open."""
    return opens_until is not None and at < opens_until


def is_fillable(*, state: str, reopened_until: datetime | None, at: datetime) -> bool:
    """Return whether figures can be typed and handed in.

    Only a locked period is opened by an exception: it never opens one early.
    """
    if state in FILLABLE:
        return True
    return state == PeriodState.LOCKED and is_in_force(
        opens_until=reopened_until, at=at
    )


def is_timely_end(*, opens_until: datetime, at: datetime) -> bool:
    """Return whether an exception may run until a moment: ahead, and not for ever."""
    return at < opens_until <= at + timedelta(days=MOST_DAYS)
