"""Chainable filters over targets, their versions, quotas and periods."""

from datetime import date
from typing import Self

from django.db.models import OuterRef, Q, Subquery
from django.db.models.query import QuerySet

from targets_app.enums import Source, TargetKind
from unions_app.enums import UnionKind
from unions_app.querysets import ModelT


class TargetQuerySet(QuerySet[ModelT]):
    """Targets."""

    def numeric(self) -> Self:
        """Keep figures and rates."""
        return self.exclude(kind=TargetKind.MILESTONE)

    def milestones(self) -> Self:
        """Keep the targets without a number."""
        return self.filter(kind=TargetKind.MILESTONE)

    def owed_by(self, *, union_id: int, union_kind: str) -> Self:
        """Keep the targets a union reports on; agrees with ``rules.owes``."""
        own = Q(lead_department_id=union_id, source__in=(Source.MUNICIPAL, Source.BOTH))
        if union_kind == UnionKind.TERRITORIAL:
            own |= Q(source__in=(Source.DISTRICTS, Source.BOTH))
        elif union_kind == UnionKind.INDUSTRIAL:
            own |= Q(source__in=(Source.DISTRICTS, Source.BOTH), territorial_only=False)
        return self.filter(own)


class VersionQuerySet(QuerySet[ModelT]):
    """Versions of something that belongs to a target."""

    def in_force(self, on: date) -> Self:
        """Keep each target's latest version that is effective on a day."""
        latest = (
            self.model._default_manager.filter(
                target=OuterRef("target"), effective_on__lte=on
            )
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(latest))


class QuotaQuerySet(QuerySet[ModelT]):
    """Quotas."""

    def in_force(self, on: date) -> Self:
        """Keep the latest effective row of each target and union on a day."""
        latest = (
            self.model._default_manager.filter(
                target=OuterRef("target"),
                union=OuterRef("union"),
                effective_on__lte=on,
            )
            .order_by("-effective_on")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(latest))


class PeriodQuerySet(QuerySet[ModelT]):
    """Reporting periods."""

    def opened(self, today: date) -> Self:
        """Keep the periods that have opened for entry by a day."""
        return self.filter(opens_on__lte=today)

    def past_due(self, today: date) -> Self:
        """Keep the periods whose due day has passed."""
        return self.filter(due_on__lt=today)

    def unlocked(self, today: date) -> Self:
        """Keep the periods that can be filled in on a day."""
        return self.filter(opens_on__lte=today, locks_on__gte=today)
