"""Where the slider of past moments stops."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reports_app.rules.as_of_stops import Stop, stop_at, stops

NEW_YEAR = date(2024, 1, 1)


def told(today: date, due=()) -> list[tuple[str, bool, int]]:
    found = stops(starts_on=NEW_YEAR, today=today, due=due)
    return [(stop.day.isoformat(), stop.is_month_end, stop.due) for stop in found]


def test_month_ends_and_due_days_in_their_order():
    due = [(date(2024, 2, 5), 1), (date(2024, 3, 5), 2), (date(2024, 4, 7), 3)]

    assert told(date(2024, 4, 1), due) == [
        ("2024-01-31", True, 0),
        ("2024-02-05", False, 1),
        ("2024-02-29", True, 0),
        ("2024-03-05", False, 2),
        ("2024-03-31", True, 0),
    ]


def test_a_day_can_be_both():
    assert told(date(2024, 2, 2), [(date(2024, 1, 31), 1)]) == [("2024-01-31", True, 1)]


def test_today_is_not_over():
    assert told(date(2024, 1, 31), [(date(2024, 1, 31), 1)]) == []


def test_before_the_year_there_is_nothing_to_slide_over():
    assert told(date(2023, 12, 31)) == []


@given(st.dates(date(2023, 6, 1), date(2026, 6, 1)))
def test_they_rise_and_lie_in_the_past(today):
    days = [day for day, _end, _due in told(today)]

    assert days == sorted(set(days))
    assert all(NEW_YEAR.isoformat() <= day < today.isoformat() for day in days)


def test_the_place_of_a_day_is_the_last_stop_before_it():
    found = tuple(Stop(date(2024, month, 1), is_month_end=False) for month in (2, 3, 4))

    places = [stop_at(found, date(2024, month, 15)) for month in (1, 2, 3, 12)]
    assert places == [0, 0, 1, 2]
