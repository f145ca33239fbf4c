"""Waiting for what another process does."""

import time
from collections.abc import Callable

from django.db import connection

PATIENCE_SECONDS = 60


def eventually(is_so: Callable[[], bool]) -> bool:
    """Return whether something comes true in a reasonable time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def is_somebody_waiting() -> bool:
    """Return whether a statement waits for a lock in this test's database."""
    with connection.cursor() as cursor:
        # Within a transaction the view would show what it showed first, for ever.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
