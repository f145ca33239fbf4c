"""Reads about the installation and its clock."""

from datetime import datetime

from django.db import connection

from unions_app.models import (
    Installation,
)


def current_installation() -> Installation:
    """Return what this database is for; a real one where nothing was said.

    Cost: one query.
    """
    return Installation.objects.filter(pk=1).first() or Installation()


def portal_time(*, installation: Installation, at: datetime) -> datetime:
    """Return the portal's moment: the real one, or the demonstration's clock."""
    return at + installation.clock_offset if installation.clock_offset else at


def touch_database() -> None:
    """Ask the database for one row. Errors: OperationalError when it is away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
