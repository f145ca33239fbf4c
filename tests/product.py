"""The real product as processes of its own, for the browser and the services tests.

With SQLite it is what ``make run`` starts. With PostgreSQL it is what production runs:
gunicorn, a Celery worker and beat, on a database and a Redis number of its own.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300
"""The first start plays nine months of demonstration through the product's actions."""
STOP_SECONDS = 15


class Site:
    """The process that answers at an address: started, killed and started again."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        """Note how to start it; ``{port}`` in the command is a free port."""
        self.port = free_port()
        self.command = [part.format(port=self.port) for part in command]
        self.environment = environment
        self.log = log
        self._running = ExitStack()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Site":
        """Start it and wait until it answers."""
        self.process = self._running.enter_context(
            process(self.command, self.environment, self.log)
        )
        wait_for(f"{self.url}/healthz", self.process, self.log)
        return self

    def __exit__(self, *error: object) -> None:
        """End it with all that it started."""
        self._running.close()

    def cut(self) -> None:
        """End it at once, as a power cut would; ``__enter__`` starts it again."""
        kill(self.process)
        self._running.close()


@dataclass(frozen=True)
class Product:
    """A running portal: its address, and how to ask its database from outside."""

    site: Site
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.site.url

    def manage(self, *arguments: str) -> str:
        """Run a management command on the product's database; return what it prints."""
        return run([sys.executable, "manage.py", *arguments], self.environment)

    def shell(self, code: str) -> str:
        """Run Python in the product; print what the test wants to know."""
        return self.manage("shell", "--verbosity", "0", "--command", code).strip()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a command to its end; return what it prints, or fail with all it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Return whether a process has ended, and keep its number reserved."""
    how = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return process.returncode is not None or bool(os.waitid(os.P_PID, process.pid, how))


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    deadline = time.monotonic() + STOP_SECONDS
    if process.returncode is None:
        os.kill(process.pid, signal.SIGTERM)
    while not has_ended(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started at once, as a power cut would.

    Once it has been waited for, its number may be somebody else's: nothing is done.
    """
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def process(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a group of its own as long as the context lasts."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        stop(started)


def answers(url: str) -> bool:
    """Return whether an address answers, with whatever status."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address answers; fail with the log when the process ends first."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(url):
        is_over = has_ended(process) or time.monotonic() > deadline
        assert not is_over, f"{url} does not answer:\n{log.read_text()}"
        time.sleep(0.1)


def plain_environment(directory: Path) -> dict[str, str]:
    """Return the environment of a product that shares nothing with the test run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "unionplan.settings",
        "VAR_DIR": str(directory),
        "STATIC_ROOT": str(directory / "static"),
        "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
        "LEDGER_KEY": "only-for-tests-ledger-" + "0123456789" * 3,
    }


@contextmanager
def running_product(directory: Path) -> Iterator[Product]:
    """Start the product with the plan and the demonstration; end it and its database."""
    start = embedded if settings.IS_EMBEDDED else production
    with start(plain_environment(directory), directory) as product:
        yield product


@contextmanager
def embedded(environment: dict[str, str], directory: Path) -> Iterator[Product]:
    """Start what ``make run`` starts."""
    environment.pop("DATABASE_URL", None)
    log = directory / "product.log"
    with Site(module("scripts.run", "--port", "{port}"), environment, log) as site:
        yield Product(site, environment)


@contextmanager
def production(environment: dict[str, str], directory: Path) -> Iterator[Product]:
    """Start gunicorn, worker and beat on PostgreSQL and Redis."""
    log = directory / "product.log"
    web = ["gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2"]
    web += ["--threads", "4", "--no-control-socket", "unionplan.wsgi"]
    beat = ["beat", "--schedule", str(directory / "schedule")]
    with ExitStack() as stack:
        environment |= stack.enter_context(own_services(environment))
        run([sys.executable, "-m", "scripts.run", "--only-prepare"], environment)
        run([sys.executable, "manage.py", "collectstatic", "--noinput"], environment)
        stack.enter_context(process(celery("worker"), environment, log))
        stack.enter_context(process(celery(*beat), environment, log))
        site = stack.enter_context(Site(module(*web), environment, log))
        yield Product(site, environment)


def module(*arguments: str) -> list[str]:
    """Return the command that runs a module of this interpreter's libraries."""
    return [sys.executable, "-m", *arguments]


def celery(*arguments: str) -> list[str]:
    """Return a Celery command; two job processes are plenty here."""
    concurrency = ["--concurrency", "2"] if arguments[0] == "worker" else []
    return module("celery", "--app", "unionplan", *arguments, *concurrency)


@contextmanager
def own_services(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Create a database and choose the next Redis number; drop the database after."""
    database = urlsplit(environment["DATABASE_URL"])
    redis = urlsplit(environment["REDIS_URL"])
    name = f"{database.path.strip('/')}_browser_{os.getpid()}"
    number = int(redis.path.strip("/") or 0) + 1
    administer(environment["DATABASE_URL"], f'CREATE DATABASE "{name}"')
    try:
        yield {
            "DATABASE_URL": urlunsplit(database._replace(path=f"/{name}")),
            "REDIS_URL": urlunsplit(redis._replace(path=f"/{number}")),
        }
    finally:
        drop = f'DROP DATABASE "{name}" WITH (FORCE)'
        administer(environment["DATABASE_URL"], drop)


def administer(database_url: str, statement: str) -> None:
    """Run a statement that no transaction may hold, in the server's own database."""
    url = urlsplit(database_url)._replace(path="/postgres", query="")
    connection = psycopg2.connect(urlunsplit(url))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def chromium() -> str | None:
    """Return the browser of this machine; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
