"""Faults on purpose, each on a database and a broker of its own.

Nothing here touches the machine's own services: a cluster and a broker are started
from their binaries, and ended. ``stage`` is one prepared database with both.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.services import Postgres, Redis, own_postgres
from tests.product import celery, plain_environment, process, run

STORY = [sys.executable, "-m", "tests.faults.story"]


@dataclass(frozen=True)
class Stage:
    """A database with lines that wait, a broker, and the processes of production."""

    postgres: Postgres
    redis: Redis
    database: str
    directory: Path

    def environment(self, who: str) -> dict[str, str]:
        """Return the environment of a process, which the database knows by name."""
        address = f"{self.postgres.address}/{self.database}?application_name={who}"
        return {
            **plain_environment(self.directory),
            "DATABASE_URL": address,
            "REDIS_URL": self.redis.address,
            "SWEEP_SECONDS": "2",
        }

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        log = self.directory / "worker.log"
        command = celery("worker", "--pool", "prefork")
        with process(command, self.environment("worker"), log) as started:
            yield started

    @contextmanager
    def beat(self) -> Iterator[None]:
        schedule = str(self.directory / "schedule")
        command = celery("beat", "--schedule", schedule)
        log = self.directory / "beat.log"
        with process(command, self.environment("beat"), log):
            yield

    @contextmanager
    def acceptances(self, *, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
        """Let an officer accept every line meanwhile, and see it through to its end."""
        command = [*STORY, "accept", str(self.log), str(seconds)]
        said = self.directory / "story.log"
        with process(command, self.environment("story"), said) as story:
            yield story
            assert story.wait(timeout=240) == 0, said.read_text()

    def accepted_so_far(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    @property
    def log(self) -> Path:
        return self.directory / "acknowledged"

    def verdict(self) -> dict:
        said = run([*STORY, "verdict", str(self.log)], self.environment("verdict"))
        return json.loads(said)


@pytest.fixture(scope="package")
def prepared(tmp_path_factory):
    """Return a cluster with a database that the others are copies of."""
    with own_postgres() as postgres:
        postgres.ask("CREATE DATABASE prepared")
        directory = tmp_path_factory.mktemp("prepared")
        environment = {
            **plain_environment(directory),
            "DATABASE_URL": f"{postgres.address}/prepared",
        }
        run([*STORY, "prepare"], environment)
        yield postgres


@pytest.fixture
def stage(prepared, tmp_path, request):
    name = f"stage_{abs(hash(request.node.name))}"
    prepared.ask(f"CREATE DATABASE {name} TEMPLATE prepared")
    redis = Redis(tmp_path)
    redis.start()
    yield Stage(prepared, redis, name, tmp_path)
    redis.stop()
    prepared.ask(f"DROP DATABASE {name} WITH (FORCE)")
