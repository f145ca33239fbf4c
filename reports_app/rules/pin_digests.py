"""When the monthly digest of pinned targets is owed."""

from datetime import date, datetime, timedelta

from unionplan.lib.dates import start_of

TOLD_FROM = timedelta(days=1, hours=8)
"""After the due day has begun: the next morning at eight, usually that of the 6th."""
CAUGHT_UP_FOR = timedelta(days=25)
"""A digest that an outage kept back for longer is news no more: the next one tells."""


def owed_since(*, due_on: date) -> datetime:
    """Return from when a month's digest is owed."""
    return start_of(due_on) + TOLD_FROM


def is_owed(*, due_on: date, at: datetime) -> bool:
    """Return whether a month's digest is to be told at a moment."""
    since = owed_since(due_on=due_on)
    return since <= at <= since + CAUGHT_UP_FOR
