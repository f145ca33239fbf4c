"""Time, memory, and the machine they were taken on."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


def seconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class QueryTime:
    """The sum of the times of queries, and their number."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.seconds = 0.0
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        """Run a query, and add the time it took."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.queries += 1


@contextmanager
def query_time() -> Iterator[QueryTime]:
    """Measure the queries made within the context."""
    spent = QueryTime()
    with connection.execute_wrapper(spent):
        yield spent


def load() -> str:
    """Return how many processes wanted a processor in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def peak_mebibytes() -> float:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """Return what the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, PostgreSQL {version}"
