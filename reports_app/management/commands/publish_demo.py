"""Publish the demonstration's circulars: two quarters, through the usual action."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from progress_app.actions.rollups import follow_reference_changes, roll_up_marked
from progress_app.queries.as_of import read_as_of
from reports_app.actions.publications import Draft, draft_publication, publish
from reports_app.models import Publication
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unions_app.enums import Role
from unions_app.models import Membership
from unions_app.queries import current_installation, portal_time

QUARTERS = (
    ("2024-04-20", "2024年第一季度工作计划进展情况通报（演示）"),
    ("2024-07-20", "2024年第二季度工作计划进展情况通报（演示）"),
)
"""The day that each tells: the quarter's last month was due, the next not yet open."""


class Command(BaseCommand):
    """Publish once; a database that is no demonstration, or has published, is left."""

    help = "Publish the demonstration's circulars; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is not there yet."""
        translation.activate("zh-hans")
        plan = current_plan()
        is_demonstration = current_installation().is_demonstration
        if plan is None or not is_demonstration or Publication.objects.exists():
            return
        follow_reference_changes()
        roll_up_marked()
        for day, title in QUARTERS:
            self._publish(plan, day, title)
        self.stdout.write(f"published: {Publication.objects.published().count()}")

    def _publish(self, plan: Plan, day: str, title: str) -> None:
        at = portal_time(installation=current_installation(), at=timezone.now())
        person_id = (
            Membership.objects.filter(role=Role.ADMINISTRATOR)
            .values_list("person", flat=True)
            .order_by("person")[0]
        )
        draft = draft_publication(
            plan=plan,
            draft=Draft(title=title, as_of=read_as_of(day, now=at)),
            is_demonstration=True,
            person_id=person_id,
            at=at,
            client_key=uuid5(NAMESPACE_URL, f"draft:{title}"),
        )
        publish(
            publication=draft,
            seen_sequence=draft.as_of_sequence,
            person_id=person_id,
            at=at,
            client_key=uuid5(NAMESPACE_URL, f"publish:{title}"),
        )
