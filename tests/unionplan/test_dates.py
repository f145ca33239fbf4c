"""Dates as Shanghai sees them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionplan.lib.dates import SHANGHAI, end_of, local_date, start_of, stored_text


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # 00:30 on the 1st in Shanghai, when UTC still says the day before.
        (datetime(2024, 9, 30, 16, 30, tzinfo=UTC), date(2024, 10, 1)),
        (datetime(2024, 9, 30, 15, 59, 59, 999_999, tzinfo=UTC), date(2024, 9, 30)),
        (datetime(2024, 9, 30, 16, 0, tzinfo=UTC), date(2024, 10, 1)),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2024, 10, 1, 0, 30, tzinfo=SHANGHAI), date(2024, 10, 1)),
    ],
)
def test_the_day_is_that_of_shanghai(moment, day):
    assert local_date(moment) == day


def test_what_is_due_on_the_fifth_may_arrive_until_midnight():
    last = end_of(date(2024, 11, 5)) - timedelta(microseconds=1)

    assert local_date(last) == date(2024, 11, 5)
    assert local_date(end_of(date(2024, 11, 5))) == date(2024, 11, 6)
    assert end_of(date(2024, 11, 5)) == datetime(2024, 11, 5, 16, 0, tzinfo=UTC)


@given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
def test_a_day_lasts_from_its_start_to_its_end(day):
    assert local_date(start_of(day)) == day
    assert local_date(start_of(day) - timedelta(microseconds=1)) == day - timedelta(1)
    assert end_of(day) == start_of(day + timedelta(1))


def test_the_stored_text_is_utc_and_keeps_its_microseconds():
    on_the_second = datetime(2024, 10, 1, 0, 30, tzinfo=SHANGHAI)

    assert stored_text(on_the_second) == "2024-09-30T16:30:00.000000+00:00"
    assert stored_text(on_the_second) == stored_text(on_the_second.astimezone(UTC))
    assert (
        stored_text(on_the_second + timedelta(microseconds=7))
        == "2024-09-30T16:30:00.000007+00:00"
    )
