"""Chainable filters over exports and publications."""

from datetime import datetime
from typing import Self

from django.db.models import F, Q
from django.db.models.query import QuerySet

from reports_app.enums import ExportState, PublicationState
from unions_app.enums import Role
from unions_app.querysets import ModelT
from unions_app.rules import Access, can_audit, can_export


class ExportQuerySet(QuerySet[ModelT]):
    """Workbooks."""

    def visible_to(self, access: Access) -> Self:
        """Keep what the person asked for; auditors see everyone's.

        Who may not make workbooks any more may not fetch old ones either. What belongs
        to a publication is fetched from its page.
        """
        if not can_export(access):
            return self.none()
        mine = self.filter(publication__isnull=True)
        if access.has(Role.AUDITOR):
            return mine
        return mine.filter(requested_by=access.person_id)

    def unfinished(self) -> Self:
        """Keep what waits or is being made."""
        return self.filter(state__in=(ExportState.QUEUED, ExportState.RUNNING))

    def people_first(self) -> Self:
        """Order what a person waits for before the files of publications."""
        return self.order_by(F("publication").asc(nulls_first=True), "requested_at")

    def abandoned(self, silent_since: datetime) -> Self:
        """Keep what a worker began and has not touched since: it was killed."""
        return self.filter(state=ExportState.RUNNING, claimed_at__lt=silent_since)

    def claimable(self, silent_since: datetime) -> Self:
        """Keep what a worker may take on: waiting, or abandoned by another one."""
        return self.filter(
            Q(state=ExportState.QUEUED)
            | Q(state=ExportState.RUNNING, claimed_at__lt=silent_since)
        )


class SampleQuerySet(QuerySet[ModelT]):
    """Samples."""

    def visible_to(self, access: Access) -> Self:
        """Keep all for auditors: others are handed the working paper."""
        return self.all() if can_audit(access) else self.none()


class VerificationQuerySet(QuerySet[ModelT]):
    """Verifications of workbooks."""

    def visible_to(self, access: Access) -> Self:
        """Keep a person's own; auditors see everyone's. As with workbooks themselves."""
        if not can_export(access):
            return self.none()
        if access.has(Role.AUDITOR):
            return self.all()
        return self.filter(verified_by=access.person_id)


class OwnQuerySet(QuerySet[ModelT]):
    """What people keep for themselves."""

    def visible_to(self, access: Access) -> Self:
        """Keep a person's own."""
        return self.filter(person=access.person_id)


class PublicationQuerySet(QuerySet[ModelT]):
    """Publications, drafts among them."""

    def published(self) -> Self:
        """Keep what stands for ever."""
        return self.filter(state=PublicationState.PUBLISHED)

    def visible_to(self, access: Access, *, is_publisher: bool) -> Self:
        """Keep what is published for everybody with a role; drafts for who drafts."""
        if not access.roles:
            return self.none()
        return self.all() if is_publisher else self.published()
