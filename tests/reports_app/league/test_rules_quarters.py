"""Quarters: by their last month, and due when that one's due day is over."""

from dataclasses import dataclass
from datetime import date

import pytest

from reports_app.rules.quarters import quarters_of


@dataclass(frozen=True)
class Month:
    ends_on: date
    due_on: date


YEAR = [
    Month(date(2024, number, 28), date(2024 + number // 12, number % 12 + 1, 5))
    for number in range(1, 13)
]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2024, 4, 5), []),
        (date(2024, 4, 6), [1]),
        (date(2024, 10, 28), [1, 2, 3]),
        (date(2025, 1, 5), [1, 2, 3]),
        (date(2025, 1, 6), [1, 2, 3, 4]),
    ],
)
def test_a_quarter_is_due_the_day_after_its_last_months_due_day(today, due):
    quarters = quarters_of(YEAR, today=today)

    assert [one.number for one in quarters] == [1, 2, 3, 4]
    assert [one.number for one in quarters if one.is_due] == due


def test_a_year_that_ends_in_october_has_three():
    assert [q.number for q in quarters_of(YEAR[:10], today=date(2024, 12, 1))] == [
        1,
        2,
        3,
    ]
