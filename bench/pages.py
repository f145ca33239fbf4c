"""How long the leadership's pages take, against a bare signed-in view.

``python -m bench.pages`` starts gunicorn as in production (2 x 4) on a PostgreSQL
database of its own that holds the demonstration and, before it in the ledger, closed
years with ``--postings`` postings in all. One reader asks for every page in turn, over
and over; then fifty wall screens ask while a clerk opens the return. Only the loopback is
spoken to.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.product import Site, module, own_services, plain_environment, run

SCREENS = 50
EVERY_SECONDS = 30.0
BURST_SECONDS = 3.0
PATIENCE_SECONDS = 60
Times = dict[str, list[float]]


class Reader:
    """Somebody signed in who asks for pages, each over a connection of its own."""

    def __init__(self, port: int, session: str) -> None:
        """Note where and who."""
        self.port = port
        self.cookie = f"unionplan_session={session}"

    def ask(self, path: str, tag: str = "") -> tuple[int, str, float]:
        """Return the status, the ETag and the seconds until the last byte."""
        headers = {"Cookie": self.cookie} | ({"If-None-Match": tag} if tag else {})
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        began = time.perf_counter()
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            spent = time.perf_counter() - began
            return answer.status, answer.headers.get("ETag", ""), spent
        finally:
            line.close()

    def timed(self, path: str, *, tag: str = "", status: int = 200) -> float:
        """Return the seconds that a page takes; fail where it answers anything else."""
        told, _tag, spent = self.ask(path, tag)
        if told != status:
            raise RuntimeError(f"{path} answered {told}")
        return spent


def inside(environment: Mapping[str, str], name: str) -> dict[str, Any]:
    """Run a function of ``bench.pages_world`` in the product; return what it prints."""
    code = f"from bench.pages_world import {name}; {name}()"
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0"]
    told: dict[str, Any] = json.loads(run([*command, "--command", code], environment))
    return told


@contextmanager
def product(postings: int) -> Iterator[tuple[Site, dict[str, Any]]]:
    """Run the web processes on a prepared database; say what is in it and who reads."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = plain_environment(directory) | {"POSTINGS": str(postings)}
        environment |= stack.enter_context(own_services(environment))
        run(module("scripts.run", "--only-prepare"), environment)
        facts = inside(environment, "load") | inside(environment, "readers")
        run([sys.executable, "manage.py", "collectstatic", "--noinput"], environment)
        web = ["gunicorn", "--bind", "127.0.0.1:{port}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--no-control-socket"]
        site = Site(module(*web, "bench.deadline_site"), environment, directory / "log")
        yield stack.enter_context(site), facts


def pages_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses by name; ``{n}`` makes a page be drawn anew each time."""
    pages = {
        "cockpit": "/cockpit/",
        "target": f"/targets/{facts['target']}/",
        "union": f"/unions/{facts['union']}/",
        "league": "/league/",
    }
    anew = {f"{name}, drawn anew": f"{path}?n={{n}}" for name, path in pages.items()}
    return {"bare view": "/bare/"} | pages | {"wall, 200": "/cockpit/wall/"} | anew


def in_turn(reader: Reader, pages: Mapping[str, str], times: int) -> Times:
    """Ask for every page in turn, so that whatever else runs falls on all alike."""
    found: Times = defaultdict(list)
    tag = reader.ask("/cockpit/wall/")[1]
    for number in range(-8, times):
        for name, path in pages.items():
            spent = reader.timed(path.format(n=number))
            if number >= 0:
                found[name].append(spent)
        spent = reader.timed("/cockpit/wall/", tag=tag, status=304)
        if number >= 0:
            found["wall, 304"].append(spent)
    return found


def as_screens_do(chance: random.Random) -> float:
    """Return how long a screen waits before it asks again, in seconds."""
    return chance.uniform(0.8, 1.2) * EVERY_SECONDS


def in_one_breath(chance: random.Random) -> float:
    """Return how long it is until all ask at the same moment again."""
    return BURST_SECONDS - time.time() % BURST_SECONDS


def beside_the_walls(
    port: int,
    facts: Mapping[str, Any],
    pause: Callable[[random.Random], float] | None,
    *,
    times: int,
) -> list[float]:
    """Return how long a return takes to open while screens ask, or none do."""
    walls, clerk = Reader(port, facts["leader"]), Reader(port, facts["reporter"])
    tag = walls.ask("/cockpit/wall/")[1]
    is_over = threading.Event()

    def screen(seed: int, pause: Callable[[random.Random], float]) -> None:
        chance = random.Random(seed)
        is_over.wait(chance.uniform(0, pause(chance)))
        while not is_over.is_set():
            walls.timed("/cockpit/wall/", tag=tag, status=304)
            is_over.wait(pause(chance))

    screens = range(SCREENS) if pause else ()
    threads = [threading.Thread(target=screen, args=(n, pause)) for n in screens]
    for thread in threads:
        thread.start()
    try:
        path = f"/submissions/{facts['submission']}/"
        return [clerk.timed(path) for _time in range(times)]
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def half_and_most(found: list[float]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds."""
    return median(found) * 1000, quantiles(found, n=20)[-1] * 1000


def tell(found: Times) -> None:
    """Print each page's times, and how many bare views they are."""
    bare, _most = half_and_most(found["bare view"])
    for name, times in found.items():
        half, most = half_and_most(times)
        print(f"| {name} | {half:.1f} | {most:.1f} | {half / bare:.1f} |")


WALLS = {
    "no wall screen": None,
    f"{SCREENS} screens, each every {EVERY_SECONDS:.0f} s or so": as_screens_do,
    f"{SCREENS} screens, all at once every {BURST_SECONDS:.0f} s": in_one_breath,
}
"""How the screens ask while a return is opened over and over."""


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--postings", type=int, default=10_000_000)
    reader.add_argument("--times", type=int, default=100)
    asked = reader.parse_args()
    os.environ.setdefault("DATABASE_URL", "postgres://127.0.0.1:5432/unionplan_bench")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/13")
    with product(asked.postings) as (site, facts):
        load = os.getloadavg()[0]
        print(
            f"{os.cpu_count()} cores, PostgreSQL {facts['server']},"
            f" {facts['postings']:,} postings, load {load:.1f} when it began\n"
        )
        print("| page | p50 ms | p95 ms | bare views |\n|---|---|---|---|")
        leader = Reader(site.port, facts["leader"])
        tell(in_turn(leader, pages_of(facts), asked.times))
        print()
        for words, pause in WALLS.items():
            found = beside_the_walls(site.port, facts, pause, times=asked.times)
            half, most = half_and_most(found)
            print(f"a return opened beside {words}: p50 {half:.0f}, p95 {most:.0f} ms")


if __name__ == "__main__":
    main()
