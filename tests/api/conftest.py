"""What tests of the API share."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine


@pytest.fixture
def time_machine_at():
    """Return a context in which so many minutes have passed."""

    @contextmanager
    def at(minutes: float):
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            yield

    return at
