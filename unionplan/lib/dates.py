"""Dates as Shanghai sees them. Every function takes the moment; none reads a clock."""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(moment: datetime) -> date:
    """Return the Shanghai calendar date of an aware moment."""
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """Return 00:00 in Shanghai on a date."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    """Return 24:00 in Shanghai: something due on a day may still arrive before it."""
    return start_of(day + timedelta(days=1))


def stored_text(moment: datetime) -> str:
    """Return a moment as the UTC text that the ledger hashes.

    Microseconds always stand, so that the text is the same after a round trip through
    either database.
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    """Return the moment a person named: a Shanghai day or a day and a time.

    "2024-09-30" is that day's last instant, so that everything of the day counts;
    "2024-09-30 18:30" (also with a T) is that minute's. Errors: ValueError.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace("T", " ")
    instant = timedelta(microseconds=1)
    try:
        named = datetime.strptime(folded, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        day = datetime.strptime(folded, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
        return end_of(min(day.date(), date.max - timedelta(days=1))) - instant
    return named + timedelta(minutes=1) - instant
