"""A PostgreSQL and a Redis of this test's own, which it may stop, kill and restart."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

from tests.product import free_port

PATIENCE_SECONDS = 30


def binary(name: str) -> str | None:
    """Return where a server's program is: on the path, or in Debian's own place."""
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else None


def as_nobody_special(command: Sequence[str]) -> list[str]:
    """Return a command as PostgreSQL wants it: never run by root."""
    if os.geteuid() == 0:
        return ["runuser", "-u", "postgres", "--", *command]
    return list(command)


def run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=90)


@dataclass(frozen=True)
class Postgres:
    """A cluster in a directory of its own."""

    directory: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def control(self, *arguments: str) -> None:
        """Start, stop or restart it, and wait until that is done."""
        pg_ctl = [str(binary("pg_ctl")), "--silent", "--wait", "-D", str(self.data)]
        log = ["-l", str(self.directory / "log")]
        run(as_nobody_special([*pg_ctl, *log, *arguments]))

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def ask(self, statement: str, database: str = "postgres") -> list[tuple]:
        """Run a statement outside any transaction; return its rows."""
        link = psycopg2.connect(f"{self.address}/{database}")
        try:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """Run a cluster as long as the context lasts."""
    directory = Path(tempfile.mkdtemp(prefix="unionplan-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres")
    postgres = Postgres(directory, free_port())
    initdb = [str(binary("initdb")), "-D", str(postgres.data), "-U", "postgres"]
    run(as_nobody_special([*initdb, "-A", "trust", "--encoding", "UTF8"]))
    with (postgres.data / "postgresql.conf").open("a") as settings:
        settings.write(f"port = {postgres.port}\nlisten_addresses = '127.0.0.1'\n")
        settings.write(f"unix_socket_directories = '{directory}'\n")
    try:
        postgres.control("start")
        yield postgres
    finally:
        postgres.control("stop", "-m", "immediate")
        shutil.rmtree(directory)


class Redis:
    """A broker that keeps nothing: when it stops, its messages are gone."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it empty, and return when it answers."""
        command = [str(binary("redis-server")), "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._directory)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        """Kill it, messages and all."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
