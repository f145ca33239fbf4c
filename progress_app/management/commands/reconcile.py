"""Hold the stored sums against the ledger now."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from progress_app.actions.reconciliations import reconcile
from progress_app.models import Reconciliation
from tasks_app.models import Plan
from unions_app.queries import current_installation, portal_time


def now() -> datetime:
    """Return the portal's moment."""
    return portal_time(installation=current_installation(), at=timezone.now())


class Command(BaseCommand):
    """Reconcile every plan in force, as the nightly job does; exit 1 on a difference."""

    help = "Compare all stored sums with the ledger; exit 1 where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and tell the result. Errors: CommandError."""
        is_sound = True
        for plan in Plan.objects.in_force().order_by("pk"):
            found = reconcile(plan_id=plan.pk, now=now)
            self.stdout.write(f"{plan.year}: {self._told(found)}")
            is_sound = is_sound and found is not None and found.is_clean
        if not is_sound:
            raise CommandError(
                "账实未能核对一致 / The books could not be shown to agree."
            )

    def _told(self, found: Reconciliation | None) -> str:
        if found is None:
            return "有新的入账，暂不可比 / not comparable now, figures are coming in"
        size = f"{found.targets_compared} × {found.cells_compared}"
        if found.is_clean:
            return f"账实一致，0 处差异 / the books agree ({size}, {found.sequence})"
        number = found.difference_count
        return f"发现 {number} 处差异 / {number} differences ({size}, {found.sequence})"
