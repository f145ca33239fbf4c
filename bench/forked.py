"""One piece of work in a process of its own: how long it takes, how much it holds."""

import json
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Spent:
    """Seconds, and mebibytes beyond what the process held before it began."""

    seconds: float
    mebibytes: float


def status(name: str) -> float:
    """Return a size that the kernel tells of this process, in MiB."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in told.splitlines() if line.startswith(name)]
    return int(line.split()[1]) / 1024


def spent_on(work: Callable[[], object]) -> Spent:
    """Do a piece of work in a child and return what it took; failures end the bench."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading) as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("the child ended without an answer")
    return Spent(*json.loads(answer))


def _work(work: Callable[[], object], writing: int) -> None:
    try:
        held, began = status("VmRSS"), time.perf_counter()
        work()
        answer = [time.perf_counter() - began, status("VmHWM") - held]
        os.write(writing, json.dumps(answer).encode())
    except Exception:
        traceback.print_exc()
    finally:
        # Nothing of the parent's clearing up is the child's.
        os._exit(0)
