"""Bring a database up to date, fill it with the demonstration, and serve.

``make run`` calls this. Every step looks first whether it is done, so that a second
start is at once and keeps the data. With ``--only-prepare`` it stops before serving.
"""

import argparse
import os
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from unionplan import embedded

FIXTURES = ("unions_2024", "plan_2024")


def main() -> None:
    """Prepare, say who may sign in, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--only-prepare", action="store_true")
    options = parser.parse_args()
    try:
        if not options.only_prepare:
            # Before anything slow: a taken port is known at once.
            embedded.check_port(options.port)
        prepare()
        if not options.only_prepare:
            call_command("serve", port=options.port, with_parent=True)
    except (embedded.PortError, CommandError) as error:
        sys.exit(str(error))


def prepare() -> None:
    """Migrate, make the cache table, load the plan, the demonstration, its circulars."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionplan.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("更新数据库 / Bringing the database up to date")
        call_command("migrate", verbosity=0)
    if settings.CACHES["default"]["LOCATION"] not in tables():
        call_command("createcachetable")
    if not apps.get_model("tasks_app", "Plan").objects.exists():
        say("载入2024年计划 / Loading the 2024 plan")
        call_command("loaddata", *FIXTURES, verbosity=0)
    call_command("load_demo")
    call_command("publish_demo")


def tables() -> list[str]:
    """Return the names of the tables there are."""
    return connection.introspection.table_names()


def say(line: str) -> None:
    """Print a step as it begins."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
