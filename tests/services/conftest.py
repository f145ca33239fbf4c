"""A real Celery worker process on PostgreSQL and Redis, beside the test's own process.

Tests here are marked ``services`` and left out where either is missing. The worker
works on the test database, so they need ``django_db(transaction=True)``.
"""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.product import celery, plain_environment, process
from unionplan.celery import app


@pytest.fixture
def worker_environment(django_db_setup, tmp_path):
    """Return the environment of a process that works on this test's database."""
    database = urlsplit(os.environ["DATABASE_URL"])
    path = f"/{connection.settings_dict['NAME']}"
    return {
        **plain_environment(tmp_path),
        "DATABASE_URL": urlunsplit(database._replace(path=path)),
    }


@pytest.fixture
def start_worker(worker_environment, tmp_path):
    """Return a context that runs a worker process; older messages are thrown away."""
    app.control.purge()
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    command = celery("worker", "--pool", "prefork", "--queues", queue)
    return lambda: process(command, worker_environment, tmp_path / "log")
