"""Every further way to change what stands: the database refuses it, on both kinds."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from progress_app.models import Entry, Posting, Review
from tests import factories
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
MODELS = (Posting, Review, AuditEvent)
COLUMN = {Posting: "stage", Review: "reason", AuditEvent: "action"}
POSTGRESQL = connection.vendor == "postgresql"
LINE = {"新建渝工港湾": {"quantity": "5"}}


@pytest.fixture
def stood(people):
    """Return nothing, after a few postings, reviews and events."""
    for number in (8, 9):
        factories.accepted(
            "万州区", people.reporter, people.officer, LINE, number=number
        )


def content(model) -> list[dict]:
    return list(model.objects.order_by("pk").values())


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def names(model) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields)


def insert_anew(model) -> str:
    """Return an INSERT of the rows that stand, under the keys they have."""
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names(model)}) SELECT {names(model)} FROM {table}"


def by_conflict(model) -> None:
    key = model._meta.pk.column
    raw(
        f"{insert_anew(model)} WHERE true ON CONFLICT ({key}) "
        f"DO UPDATE SET {COLUMN[model]} = 'forged'"
    )


def by_conflict_with_a_condition(model) -> None:
    key, table = model._meta.pk.column, model._meta.db_table
    raw(
        f"{insert_anew(model)} WHERE true ON CONFLICT ({key}) "
        f"DO UPDATE SET {COLUMN[model]} = excluded.{COLUMN[model]} "
        f"WHERE {table}.{key} > 0"
    )


def by_moving_keys(model) -> None:
    key = model._meta.pk.column
    raw(f"UPDATE {model._meta.db_table} SET {key} = {key} + 1000")


def by_update_from(model) -> None:
    key, table = model._meta.pk.column, model._meta.db_table
    raw(
        f"UPDATE {table} SET {COLUMN[model]} = 'x' "
        f"FROM (SELECT {key} AS other FROM {table}) AS others WHERE {key} = other"
    )


def by_delete_returning(model) -> None:
    raw(f"DELETE FROM {model._meta.db_table} RETURNING {model._meta.pk.column}")


def by_deletion_without_collecting(model) -> None:
    model.objects.all()._raw_delete(connection.alias)


WAYS = (
    by_conflict,
    by_conflict_with_a_condition,
    by_moving_keys,
    by_update_from,
    by_delete_returning,
    by_deletion_without_collecting,
)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("way", WAYS)
def test_no_statement_changes_what_stands(stood, model, way):
    before = content(model)
    assert before

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        way(model)

    assert content(model) == before


@pytest.mark.parametrize("model", MODELS)
def test_the_orm_deletes_neither_a_row_nor_many(stood, model):
    before = content(model)

    for delete in (model.objects.last().delete, model.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            delete()

    assert content(model) == before


OVERWRITING = (
    ("TRUNCATE {table} CASCADE", "TRUNCATE ONLY {table} RESTART IDENTITY CASCADE")
    if POSTGRESQL
    else (
        "REPLACE INTO {table} ({names}) SELECT {names} FROM {table}",
        "INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}",
        "REPLACE INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1",
        "UPDATE OR REPLACE {table} SET {key} = (SELECT max({key}) FROM {table})",
        "UPDATE OR IGNORE {table} SET {key} = {key}",
        "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table})",
    )
)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("statement", OVERWRITING)
def test_nothing_is_emptied_or_overwritten(stood, model, statement):
    before, table = content(model), model._meta.db_table
    if POSTGRESQL:
        raw("SET CONSTRAINTS ALL IMMEDIATE")
    sql = statement.format(table=table, names=names(model), key=model._meta.pk.column)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        raw(sql)

    assert content(model) == before


@pytest.mark.parametrize("model", MODELS)
def test_what_changes_nothing_is_let_pass(stood, model):
    before = content(model)

    raw(f"{insert_anew(model)} WHERE true ON CONFLICT DO NOTHING")
    model.objects.bulk_create(model.objects.all(), ignore_conflicts=True)

    assert content(model) == before


def test_rows_that_lead_to_them_stay_too(stood):
    """A cascade would be a way round: what postings rest on is protected."""
    for rows in (Entry.objects.all(), Review.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()

    assert Posting.objects.count() == 2
