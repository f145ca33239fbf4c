"""Sum again what was accepted."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from progress_app.actions.reconciliations import reconcile
from progress_app.actions.rollups import rebuild_rollups, roll_up_marked
from tasks_app.models import Plan
from unions_app.queries import current_installation, portal_time


class Command(BaseCommand):
    """Sum what is marked, or with --all every target of every plan, from the ledger.

    After --all the books are compared: a rebuild settles what a reconciliation found.
    """

    help = "Sum what is marked; with --all rebuild every sum of every plan."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --all."""
        parser.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and say how much was done."""
        if not options["all"]:
            self.stdout.write(f"{roll_up_marked()} marks")
            return
        for plan_id in Plan.objects.order_by("pk").values_list("pk", flat=True):
            self.stdout.write(f"{rebuild_rollups(plan_id=plan_id)} targets")
            found = reconcile(plan_id=plan_id, now=now)
            if found is None or not found.is_clean:
                self.stderr.write("账实仍未核对一致 / The books do not agree yet.")


def now() -> datetime:
    """Return the portal's moment."""
    return portal_time(installation=current_installation(), at=timezone.now())
