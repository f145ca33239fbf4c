"""Where a slider of past moments stops: month ends, and days on which reports were due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """A day whose end can be told; ``due`` is the month that was due on it, 0 for none.

    ``is_month_end`` and ``due`` may hold of one day.
    """

    day: date
    is_month_end: bool
    due: int = 0


def stops(
    *, starts_on: date, today: date, due: Iterable[tuple[date, int]]
) -> tuple[Stop, ...]:
    """Return the days before today, the earliest first; now comes after all of them.

    ``due`` are the due days with the month that each is for.
    """
    ends = set(_month_ends(starts_on, today))
    months = {day: month for day, month in due if starts_on <= day < today}
    return tuple(
        Stop(day, is_month_end=day in ends, due=months.get(day, 0))
        for day in sorted(ends | months.keys())
    )


def _month_ends(starts_on: date, today: date) -> Iterable[date]:
    first = starts_on.replace(day=1)
    while first < today:
        following = (first + 31 * DAY).replace(day=1)
        if following - DAY < today:
            yield following - DAY
        first = following


def stop_at(found: tuple[Stop, ...], day: date) -> int:
    """Return the place of the last stop not after a day; the first for an earlier one."""
    return max(0, sum(stop.day <= day for stop in found) - 1)
