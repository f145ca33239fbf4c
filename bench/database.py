"""A database of the bench's own: made, used, dropped."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg2
from django.core.management import call_command
from django.db import connection

DEFAULT_URL = "postgres://127.0.0.1:5432/postgres"


def prepare_django() -> None:
    """Set Django up for PostgreSQL; nothing is connected to yet."""
    directory = tempfile.mkdtemp(prefix="unionplan-bench-")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "unionplan.settings",
        "DATABASE_URL": server_url(),
        "VAR_DIR": directory,
        "SECRET_KEY": "only-for-the-bench-" + "0123456789" * 5,
        "LEDGER_KEY": "only-for-the-bench-ledger-" + "0123456789" * 3,
    }
    django.setup()


def server_url() -> str:
    """Return the address of a database to connect to while making our own."""
    return os.environ.get("BENCH_DATABASE_URL", DEFAULT_URL)


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Make a database with the product's tables, and drop it whatever happens.

    Fails where a database of this name is there already: it is not ours.
    """
    name = f"unionplan_bench_{name}_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}"')
    try:
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        # A query that was broken off may still be running.
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    url = urlsplit(server_url())
    administering = psycopg2.connect(urlunsplit(url._replace(scheme="postgresql")))
    try:
        administering.autocommit = True
        with administering.cursor() as cursor:
            cursor.execute(statement)
    finally:
        administering.close()
