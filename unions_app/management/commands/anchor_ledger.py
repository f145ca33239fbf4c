"""Write where the chains stand into a file outside the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from unionplan.lib.dates import local_date
from unions_app.actions import anchor_chains
from unions_app.queries import current_installation, portal_time


class Command(BaseCommand):
    """Write the day's anchors, as the nightly job does; a day has one file."""

    help = "Write the day's anchors (the chains' head hashes) into ANCHOR_DIR."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, or say that they are there. Errors: CommandError."""
        at = portal_time(installation=current_installation(), at=timezone.now())
        on = local_date(at)
        directory = Path(settings.ANCHOR_DIR)
        try:
            is_new = anchor_chains(directory=directory, on=on, at=at)
        except OSError as error:
            raise CommandError(
                f"锚点无法写入 / The anchors cannot be written: {error}"
            ) from error
        if is_new:
            self.stdout.write(
                f"{on} 的锚点已写入 / Anchors of {on} written: {directory}"
            )
        else:
            self.stdout.write(f"{on} 的锚点已有 / Anchors of {on} were there already.")
