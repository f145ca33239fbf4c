"""Refuse reporting periods of one plan that overlap, in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "targets_app_reportingperiod"
OVERLAP = f"""
    SELECT 1 FROM {TABLE} other
    WHERE other.plan_id = NEW.plan_id AND other.id <> NEW.id
      AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on
"""
POSTGRESQL = [
    f"""
    CREATE FUNCTION unionplan_periods_apart() RETURNS trigger AS $$
    BEGIN
        IF EXISTS ({OVERLAP}) THEN
            RAISE EXCEPTION 'reporting periods overlap'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$ LANGUAGE plpgsql
    """,
    f"CREATE TRIGGER {TABLE}_apart BEFORE INSERT OR UPDATE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION unionplan_periods_apart()",
]
SQLITE = [
    f"CREATE TRIGGER {TABLE}_apart_{verb.lower()} AFTER {verb} ON {TABLE} "
    f"WHEN EXISTS ({OVERLAP}) "
    "BEGIN SELECT RAISE(ABORT, 'reporting periods overlap'); END"
    for verb in ("INSERT", "UPDATE")
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER {TABLE}_apart ON {TABLE}",
    "DROP FUNCTION unionplan_periods_apart()",
]
SQLITE_BACK = [
    f"DROP TRIGGER {TABLE}_apart_insert",
    f"DROP TRIGGER {TABLE}_apart_update",
]


def keep_apart(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement, params=None)


def let_overlap(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if is_postgresql else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("targets_app", "0001_initial")]
    operations = [migrations.RunPython(keep_apart, let_overlap)]
