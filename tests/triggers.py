"""Lift the triggers of append-only tables while a test database is flushed.

The product has no way to do this: its tables refuse UPDATE, DELETE and TRUNCATE.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

POSTGRESQL_TABLES = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def statements(connection) -> tuple[list[str], list[str]]:
    """Return the statements that lift the triggers, and those that restore them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            triggers = cursor.execute(SQLITE_TRIGGERS).fetchall()
            return (
                [f'DROP TRIGGER "{name}"' for name, _sql in triggers],
                [sql for _name, sql in triggers],
            )
        cursor.execute(POSTGRESQL_TABLES)
        tables = [table for (table,) in cursor.fetchall()]
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables],
        [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables],
    )


def around(connection, sql_list: Sequence[str]) -> list[str]:
    """Return the statements with those that lift and restore the triggers."""
    before, after = statements(connection)
    return [*before, *sql_list, *after]


@contextmanager
def lifted_then_undone() -> Iterator[None]:
    """Let a test change what is append-only; at the end all of it is undone."""
    with transaction.atomic():
        before, _after = statements(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A table with checks still to come cannot be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for statement in before:
                cursor.execute(statement)
        yield
        transaction.set_rollback(True)


@contextmanager
def lifted_for_flush(*, then: Callable[[], None]) -> Iterator[None]:
    """Make every flush within the context pass the append-only tables, then go on."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        flush(operations, around(operations.connection, sql_list))
        then()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_all)
        yield
