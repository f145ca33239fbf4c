"""Chainable filters over plans."""

from typing import Self

from django.db.models.query import QuerySet

from tasks_app.enums import PlanStatus
from unions_app.querysets import ModelT
from unions_app.rules import Access, can_administer


class PlanQuerySet(QuerySet[ModelT]):
    """Plans."""

    def in_force(self) -> Self:
        """Keep the plans that are being carried out."""
        return self.filter(status=PlanStatus.ACTIVE)

    def visible_to(self, access: Access) -> Self:
        """Keep what is or was in force; its keepers see drafts, strangers nothing."""
        if not access.grants:
            return self.none()
        if can_administer(access):
            return self.all()
        return self.exclude(status=PlanStatus.DRAFT)
