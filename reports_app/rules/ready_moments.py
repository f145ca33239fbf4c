"""Days that people often compare with, derived from today."""

from datetime import date, timedelta

from reports_app.enums import ReadyMoment

DAY = timedelta(days=1)
QUARTER = 3


def ready_days(today: date) -> dict[ReadyMoment, date]:
    """Return the day at whose end each moment lies, the nearest first.

    A week ends on Sunday; every one of them is over.
    """
    first_of_quarter = today.replace(
        month=today.month - (today.month - 1) % QUARTER, day=1
    )
    days = {
        ReadyMoment.YESTERDAY: today - DAY,
        ReadyMoment.LAST_WEEK: today - DAY * today.isoweekday(),
        ReadyMoment.LAST_MONTH: today.replace(day=1) - DAY,
        ReadyMoment.LAST_QUARTER: first_of_quarter - DAY,
        ReadyMoment.LAST_YEAR: today.replace(month=1, day=1) - DAY,
    }
    return dict(sorted(days.items(), key=lambda pair: -pair[1].toordinal()))
