"""The last hour before the deadline: every union's people type and hand in at once.

``python -m bench.deadline`` starts the product as in production (gunicorn 2 x 4, a
Celery worker, beat) on a PostgreSQL database and a Redis number of its own, with nine
months of the demonstration in it. Three people of every union save their third of the
return, line by line, each line twice, with the pauses of people; one save in twenty is
sent again as after a lost answer. Then all of them hand in within three seconds. At the
end every line of the database is held against what was answered: nothing lost, nothing
twice. Only the loopback is spoken to.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.product import (
    Site,
    celery,
    module,
    own_services,
    plain_environment,
    process,
    run,
)

RESEND = 0.05
BARE_EVERY = 4
TOKEN = "t" * 32
PATIENCE_SECONDS = 30
TRIES = 5


@dataclass
class Times:
    """What was measured, in seconds, and what went wrong; appended to by every thread."""

    save: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    submit: list[float] = field(default_factory=list)
    resent: int = 0
    retried: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass
class Hand:
    """One person at one return: ``told`` is the last figure the server took, by line."""

    port: int
    facts: dict[str, Any]
    times: Times
    pause: float
    told: dict[int, str] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", kind: str = "json"):
        """Send one request; return (status, text, seconds)."""
        types = {
            "json": "application/json",
            "form": "application/x-www-form-urlencoded",
        }
        cookies = f"unionplan_session={self.facts['session']}; unionplan_csrf={TOKEN}"
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": TOKEN,
            "Accept": "application/json" if kind == "json" else "text/html",
            "Content-Type": types[kind],
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        began = time.perf_counter()
        try:
            connection.request(method, path, body.encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            return answer.status, text, time.perf_counter() - began
        finally:
            connection.close()

    def type_all(self, seed: int) -> None:
        """Save every line of one's own twice, as people do."""
        chance = random.Random(seed)
        time.sleep(chance.uniform(0, self.pause))
        for number, (pk, version, kind) in enumerate(self.facts["lines"] * 2):
            self.versions.setdefault(pk, version)
            self.save(pk, figure_for(kind, number), chance)
            if number % BARE_EVERY == 0:
                self.times.bare.append(self.ask("GET", "/bare/")[2])
            time.sleep(chance.uniform(0.5, 1.5) * self.pause)

    def save(self, pk: int, raw: dict[str, str], chance: random.Random) -> None:
        """Save a line, again with the same key after an answer that never came."""
        cell = {"entry_id": pk, "version": self.versions[pk], "raw": raw}
        known: dict[str, int] = {}
        body = json.dumps(
            {
                "client_key": str(uuid4()),
                "person_id": self.facts["person"],
                "cells": [cell],
                "known": known,
            }
        )
        path = f"/submissions/{self.facts['submission']}/cells/"
        if chance.random() < RESEND:
            self.times.resent += 1
            self.ask("POST", path, body)
        for _ in range(TRIES):
            try:
                status, text, seconds = self.ask("POST", path, body)
            except (OSError, HTTPException):
                status, text, seconds = 0, "", 0.0
            if 0 < status < 500:
                break
            self.times.retried += 1
            time.sleep(1)
        saved = json.loads(text).get("saved", {}) if status == 200 else {}
        if str(pk) not in saved:
            self.times.refused.append(f"{status} {text[:200]}")
            return
        self.times.save.append(seconds)
        self.versions[pk] = saved[str(pk)]["version"]
        self.told[pk] = told_by(raw)

    def hand_in(self, seed: int) -> None:
        """Hand in the whole return, as the other two do at the same time."""
        time.sleep(random.Random(seed).uniform(0, 3))
        form = urlencode({"csrfmiddlewaretoken": TOKEN, "client_key": str(uuid4())})
        path = f"/submissions/{self.facts['submission']}/submit/"
        status, text, seconds = self.ask("POST", path, form, kind="form")
        self.times.submit.append(seconds)
        # Whoever is first takes the others' lines along: they are told so.
        if status not in {302, 409}:
            self.times.refused.append(f"submit {status} {text[:200]}")


def figure_for(kind: str, number: int) -> dict[str, str]:
    """Return what is typed into a line of a kind; a note stands by every figure."""
    figures = {
        "flow": {"quantity": str(number % 9 + 1)},
        "stock": {"quantity": str(1000 + number)},
        "ratio": {"numerator": str(80 + number), "denominator": "120"},
        "milestone": {"stage": ("under_way", "done")[number % 2]},
    }
    return figures[kind] | {"note": f"已核实 {number}"}


def told_by(raw: dict[str, str]) -> str:
    """Return a figure as the database is asked for it."""
    names = ("quantity", "numerator", "denominator", "stage")
    return "/".join(raw[name] for name in names if name in raw)


@contextmanager
def product() -> Iterator[tuple[Site, dict[str, str]]]:
    """Run the portal as in production, prepared, with a database of its own."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = plain_environment(directory)
        environment |= stack.enter_context(own_services(environment))
        run(module("scripts.run", "--only-prepare"), environment)
        run([sys.executable, "manage.py", "collectstatic", "--noinput"], environment)
        log = directory / "product.log"
        beat = celery("beat", "--schedule", str(directory / "schedule"))
        stack.enter_context(process(celery("worker"), environment, log))
        stack.enter_context(process(beat, environment, log))
        web = ["gunicorn", "--bind", "127.0.0.1:{port}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "4", "--no-control-socket"]
        site = Site(module(*web, "bench.deadline_site"), environment, log)
        yield stack.enter_context(site), environment


def inside(environment: dict[str, str], name: str) -> dict[str, Any]:
    """Run one of the functions of ``bench.deadline_world`` in the product."""
    code = f"from bench.deadline_world import {name}; {name}()"
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0"]
    told: dict[str, Any] = json.loads(run([*command, "--command", code], environment))
    return told


def together(hands: list[Hand], deed: str) -> float:
    """Let all of them do something at once; return how long that took."""
    threads = [
        threading.Thread(target=getattr(hand, deed), args=(seed,))
        for seed, hand in enumerate(hands)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def cpu_seconds(site: Site) -> float:
    """Return the processor time of the site's processes so far, of all together."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[2]) == site.process.pid:
            ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def differences(
    hands: list[Hand], before: dict[str, Any], after: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """Return what was lost and what was done twice, one line a finding."""
    lost, doubled = [], []
    for hand in hands:
        for pk, told in hand.told.items():
            line = after["lines"][str(pk)]
            if line["told"] != told or line["state"] != "submitted":
                lost.append(f"{pk}: {told} was answered, {line} is there")
            saves = after["saves"].get(str(pk), 0) - before["saves"].get(str(pk), 0)
            if saves != 2:
                (doubled if saves > 2 else lost).append(f"{pk}: saved {saves} times")
            if after["handed_in"].get(str(pk), 0) > 1:
                doubled.append(f"{pk}: handed in twice")
    return lost, doubled


def tell(times: Times, typing: float, people: int, cpu: float) -> None:
    """Print the figures; ``cpu`` is what the web processes used while all typed."""
    half_and_most = {
        name: (median(found) * 1000, quantiles(found, n=20)[-1] * 1000)
        for name, found in (
            ("cell save", times.save),
            ("bare view", times.bare),
            ("submit", times.submit),
        )
    }
    rate = len(times.save) / typing
    print(f"{people} people, {len(times.save)} saves in {typing:.0f} s ({rate:.1f}/s),")
    print(f"{times.resent} sent twice, {times.retried} tried again")
    for name, (half, most) in half_and_most.items():
        print(f"{name:10} p50 {half:6.0f} ms   p95 {most:6.0f} ms")
    ratio = half_and_most["cell save"][0] / half_and_most["bare view"][0]
    share = cpu / (len(times.save) + times.resent) * 1000
    print(
        f"web processes: {share:.0f} ms of processor time a save, bare views included"
    )
    print(f"a cell save takes {ratio:.1f} times a bare signed-in view (p50)")


def main() -> None:
    """Run the hour, print its figures, and fail when anything was lost or doubled."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--pause", type=float, default=5.0, help="seconds, on average")
    pause = min(max(reader.parse_args().pause, 0.5), 30.0)
    os.environ.setdefault("DATABASE_URL", "postgres://127.0.0.1:5432/unionplan_bench")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/13")
    times = Times()
    with product() as (site, environment):
        before = inside(environment, "make")
        hands = [Hand(site.port, facts, times, pause) for facts in before["people"]]
        load = os.getloadavg()[0]
        idle = cpu_seconds(site)
        typing = together(hands, "type_all")
        cpu = cpu_seconds(site) - idle
        together(hands, "hand_in")
        after = inside(environment, "check")
    lost, doubled = differences(hands, before, after)
    print(f"{os.cpu_count()} cores, load {load:.1f} when it began; Python's own client")
    tell(times, typing, len(hands), cpu)
    print(f"lost {len(lost)}, doubled {len(doubled)}, refused {len(times.refused)}")
    findings = [*lost, *doubled, *times.refused]
    print("\n".join(findings[:20]), end="\n" if findings else "")
    raise SystemExit(bool(findings))


if __name__ == "__main__":
    main()
