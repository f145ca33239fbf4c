"""Chainable filters over unions, people and the audit trail."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.db.models import Model, Q
from django.db.models.query import QuerySet
from tree_queries.query import TreeQuerySet

from unions_app.enums import DigestState, UnionKind
from unions_app.rules import Access, sees_every_union

ModelT = TypeVar("ModelT", bound=Model)
"""Lets a chain keep the type of its model: ``Target.objects.numeric()`` yields targets."""


def in_force(on: date, *, starts: str, ends: str) -> Q:
    """Return the condition that a dated row holds on a day, both ends included."""
    return (Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": on})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": on})
    )


class UnionQuerySet(TreeQuerySet[ModelT]):
    """Unions."""

    def open_on(self, on: date) -> Self:
        """Keep the unions that exist on a day."""
        return self.filter(in_force(on, starts="opened_on", ends="closed_on"))

    def reporting(self) -> Self:
        """Keep the unions that hand in returns: all but the federation itself."""
        return self.exclude(kind=UnionKind.MUNICIPAL)

    def visible_to(self, access: Access) -> Self:
        """Keep the unions a person may look at: all, or those it works for."""
        if sees_every_union(access):
            return self.all()
        return self.filter(pk__in={grant.union_id for grant in access.grants})


class MembershipQuerySet(QuerySet[ModelT]):
    """Roles of people at unions."""

    def current(self, on: date) -> Self:
        """Keep the memberships in force on a day."""
        return self.filter(in_force(on, starts="starts_on", ends="ends_on"))


class NoticeQuerySet(QuerySet[ModelT]):
    """What people are told."""

    def visible_to(self, access: Access) -> Self:
        """Keep a person's own."""
        return self.filter(person=access.person_id)

    def unread(self) -> Self:
        """Keep what the person has not seen."""
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> Self:
        """Keep what no mail tells yet and its person has neither seen nor cannot get."""
        return (
            self.unread()
            .filter(digest__isnull=True, emailed_at__isnull=True)
            .filter(person__is_active=True)
            .exclude(person__email="")
        )


class DigestQuerySet(QuerySet[ModelT]):
    """Mails."""

    def unsettled(self) -> Self:
        """Keep what is still to be sent."""
        return self.filter(state__in=(DigestState.WAITING, DigestState.SENDING))

    def stirring(self, since: datetime) -> Self:
        """Keep what is still to be sent, or was gathered or settled since a moment."""
        return self.filter(
            Q(state__in=(DigestState.WAITING, DigestState.SENDING))
            | Q(gathered_at__gt=since)
            | Q(settled_at__gt=since)
        )

    def due(self, at: datetime) -> Self:
        """Keep what can be sent now."""
        return self.filter(state=DigestState.WAITING, due_at__lte=at)

    def silent(self, since: datetime) -> Self:
        """Keep what a worker began to send before a moment, and has not told of since."""
        return self.filter(state=DigestState.SENDING, claimed_at__lt=since)


class ApiTokenQuerySet(QuerySet[ModelT]):
    """Access tokens."""

    def visible_to(self, access: Access) -> Self:
        """Keep a person's own."""
        return self.filter(person=access.person_id)

    def alive(self, at: datetime) -> Self:
        """Keep what is neither revoked nor past its day."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class AuditEventQuerySet(QuerySet[ModelT]):
    """The audit trail."""

    def between(self, after: int, until: int) -> Self:
        """Keep the events after one sequence, up to and with another."""
        return self.filter(sequence__gt=after, sequence__lte=until)

    def changing_figures(self) -> Self:
        """Keep changes of reference data that sums rest on: not those of people."""
        told = Q(action="quotas.set") | Q(action__startswith="reference.")
        return self.filter(told).exclude(
            Q(subject__startswith="person:") | Q(subject__startswith="membership:")
        )
