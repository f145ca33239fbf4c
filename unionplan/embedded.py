"""The embedded mode: site, Celery worker and beat in one process, no server needed.

The jobs are real Celery jobs on an in-memory broker: they run outside the request, in
threads of their own. A message dies with the process; the rows it speaks of do not,
and the sweep finds them at the next start.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from celery.beat import Scheduler, Service
from celery.worker import WorkController, state
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from unionplan.celery import app as celery_app
from unionplan.dispatcher import wake

HOST = "127.0.0.1"
WEB_THREADS = 8
JOB_THREADS = 2
BEAT_NAP_SECONDS = 0.5
"""Between two naps beat sees that it is to stop."""
NO_OP_JOB = "celery.accumulate"
START_SECONDS = 10
STOP_SECONDS = 5
"""How long a request or a job may still take after the order to stop."""


class PortError(Exception):
    """The site cannot listen on this port; the message says why, in both languages."""


def check_port(port: int) -> None:
    """Make sure that the site will be able to listen. Errors: PortError."""
    if not 1 <= port <= 65535:
        raise PortError(f"端口号应在 1 至 65535 之间 / No such port: {port}.")
    with socket.socket() as probe:
        # As the server itself does: a port that was just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except PermissionError as error:
            raise PortError(
                f"无权使用端口 {port}，请换一个 / "
                f"Port {port} needs privileges: choose another, "
                "as in make run PORT=8123."
            ) from error
        except OSError as error:
            raise PortError(
                f"端口 {port} 已被占用，请换一个 / "
                f"Port {port} is taken: choose another, as in make run PORT=8123."
            ) from error


class Jobs:
    """A Celery worker and beat, each in a thread of this process."""

    def __init__(self) -> None:
        """Prepare both; nothing runs yet."""
        self._is_ready = threading.Event()
        worker = WorkController(
            app=celery_app,
            pool="threads",
            concurrency=JOB_THREADS,
            ready_callback=self._note_ready,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._beat = Service(
            celery_app, max_interval=BEAT_NAP_SECONDS, scheduler_cls=Scheduler
        )
        self._threads = [
            threading.Thread(target=worker.start, name="worker", daemon=True),
            threading.Thread(target=self._beat.start, name="beat", daemon=True),
        ]

    def _note_ready(self, consumer: object) -> None:
        self._is_ready.set()

    def start(self) -> None:
        """Start both, and return when the worker takes jobs. Errors: RuntimeError."""
        state.should_stop = None
        for thread in self._threads:
            thread.start()
        if not self._is_ready.wait(START_SECONDS):
            raise RuntimeError("the job worker did not start")

    def stop(self) -> None:
        """Take no further job and wait, for a limited time, for what still runs.

        A job that is cut off leaves its rows as they were: the next start finds them.
        """
        self._beat.stop()
        state.should_stop = 0
        # It looks up when a message comes, or after two seconds of silence, and goes
        # through its loop once more before it ends.
        wake(NO_OP_JOB)
        wake(NO_OP_JOB)
        for thread in self._threads:
            thread.join(STOP_SECONDS)


class SiteWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's threaded worker, with the jobs beside the requests."""

    def init_signals(self) -> None:
        """Leave Ctrl-C to the arbiter, which orders every process to stop, once."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def run(self) -> None:
        """Serve until told to stop, and see the jobs out."""
        jobs = Jobs()
        jobs.start()
        self.app.announce()
        super().run()
        jobs.stop()


class SiteArbiter(Arbiter):  # type: ignore[misc]
    """Gunicorn's arbiter, which takes every way of leaving as one: stop in good order."""

    handle_int = handle_hup = handle_quit = Arbiter.handle_term

    def manage_workers(self) -> None:
        """Look after the worker, and stop when nobody is left to stop it."""
        if self.app.is_orphan():
            self.handle_term()
        super().manage_workers()


class Site(BaseApplication):  # type: ignore[misc]
    """The site and its jobs on one port of this machine."""

    def __init__(
        self, *, port: int, announce: Callable[[], None], ends_with_parent: bool
    ) -> None:
        """Keep the port, and what to call once requests are answered."""
        self.port = port
        self.announce = announce
        self._parent = os.getppid() if ends_with_parent else None
        super().__init__()

    def is_orphan(self) -> bool:
        """Return whether the parent that the site is to end with has gone."""
        return self._parent is not None and os.getppid() != self._parent

    def load_config(self) -> None:
        """Set gunicorn up: one process, several threads, quiet."""
        for name, value in {
            "bind": f"{HOST}:{self.port}",
            "workers": 1,
            "threads": WEB_THREADS,
            "worker_class": SiteWorker,
            "graceful_timeout": STOP_SECONDS,
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, made in the process that serves it."""
        return get_wsgi_application()

    def run(self) -> None:
        """Serve until a signal ends it."""
        # Neither a connection nor unwritten output may be there twice after the fork.
        connections.close_all()
        sys.stdout.flush()
        SiteArbiter(self).run()
