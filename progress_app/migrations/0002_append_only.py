"""Make the ledger and the reviews append-only in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from unionplan.lib.append_only import guard_statements, release_statements

TABLES = ("progress_app_posting", "progress_app_review")


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every change of what stands."""
    for table in TABLES:
        vendor = schema_editor.connection.vendor
        for statement in guard_statements(table=table, vendor=vendor):
            schema_editor.execute(statement, params=None)


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards away again."""
    for table in TABLES:
        vendor = schema_editor.connection.vendor
        for statement in release_statements(table=table, vendor=vendor):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("progress_app", "0001_initial")]
    operations = [migrations.RunPython(guard, release)]
