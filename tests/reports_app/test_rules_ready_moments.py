"""The days that comparisons offer: all over, the nearest first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import ReadyMoment
from reports_app.rules.ready_moments import ready_days


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (
            date(2024, 10, 28),
            {
                ReadyMoment.YESTERDAY: date(2024, 10, 27),
                ReadyMoment.LAST_WEEK: date(2024, 10, 27),
                ReadyMoment.LAST_MONTH: date(2024, 9, 30),
                ReadyMoment.LAST_QUARTER: date(2024, 9, 30),
                ReadyMoment.LAST_YEAR: date(2023, 12, 31),
            },
        ),
        (
            date(2025, 3, 1),
            {
                ReadyMoment.YESTERDAY: date(2025, 2, 28),
                ReadyMoment.LAST_MONTH: date(2025, 2, 28),
                ReadyMoment.LAST_WEEK: date(2025, 2, 23),
                ReadyMoment.LAST_QUARTER: date(2024, 12, 31),
                ReadyMoment.LAST_YEAR: date(2024, 12, 31),
            },
        ),
    ],
    ids=["autumn", "first-of-march"],
)
def test_days(today, days):
    found = ready_days(today)

    assert found == days
    assert list(found) == list(days)


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_is_over_and_none_is_before_the_last(today):
    days = list(ready_days(today).values())

    assert days == sorted(days, reverse=True)
    assert days[0] < today
    assert len(days) == len(ReadyMoment)
