"""Chainable filters over submissions, entries, postings and roll-ups."""

from datetime import datetime
from typing import Self

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.query import QuerySet

from progress_app.enums import (
    CorrectionState,
    EntryState,
    ExceptionDecision,
    Presence,
)
from unions_app.enums import Role
from unions_app.querysets import ModelT
from unions_app.rules import Access, can_administer, sees_every_union

OWN_ROLES = (Role.REPORTER, Role.APPROVER, Role.OFFICER)


class SubmissionQuerySet(QuerySet[ModelT]):
    """Submissions."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' returns; auditors read all."""
        if access.has(Role.AUDITOR):
            return self.all()
        return self.filter(union__in=access.unions_as(*OWN_ROLES))


class EntryQuerySet(QuerySet[ModelT]):
    """Entries."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' entries, those handed in to my department, or all.

        A draft is its union's own business until it is submitted.
        """
        if access.has(Role.AUDITOR):
            return self.all()
        led = access.unions_as(Role.OFFICER)
        return self.filter(
            Q(submission__union__in=access.unions_as(*OWN_ROLES))
            | (Q(target__lead_department__in=led) & ~Q(state=EntryState.DRAFT))
        )

    def awaiting_review(self) -> Self:
        """Keep what the lead department can decide on now."""
        return self.filter(
            Q(state=EntryState.ENDORSED)
            | Q(state=EntryState.SUBMITTED, submission__union__has_approver=False)
        )

    def awaiting_endorsement(self) -> Self:
        """Keep what the union's own approver must pass first."""
        return self.filter(
            state=EntryState.SUBMITTED, submission__union__has_approver=True
        )

    def awaiting_decision(self) -> Self:
        """Keep what has been handed in and not yet been decided on for good."""
        return self.filter(state__in=(EntryState.SUBMITTED, EntryState.ENDORSED))

    def handed_in(self) -> Self:
        """Keep what has left the reporter's desk and not come back."""
        return self.exclude(state__in=(EntryState.DRAFT, EntryState.RETURNED))

    def editable(self) -> Self:
        """Keep what its reporter can still change."""
        return self.filter(state__in=(EntryState.DRAFT, EntryState.RETURNED))

    def filled_in(self) -> Self:
        """Keep entries that say something: a value, 0 included, or not applicable."""
        return self.exclude(presence=Presence.NOT_REPORTED)

    def lacking_evidence(self) -> Self:
        """Keep those whose target asks for a file and that have none."""
        return self.filter(target__evidence_required=True, evidence__isnull=True)


class ReviewQuerySet(QuerySet[ModelT]):
    """Decisions on entries."""

    def visible_to(self, access: Access) -> Self:
        """Keep decisions on own unions' entries, those handed in to my department, or all.

        As with the entries themselves.
        """
        if access.has(Role.AUDITOR):
            return self.all()
        led = access.unions_as(Role.OFFICER)
        return self.filter(
            Q(entry__submission__union__in=access.unions_as(*OWN_ROLES))
            | (
                Q(entry__target__lead_department__in=led)
                & ~Q(entry__state=EntryState.DRAFT)
            )
        )


class ItemQuerySet(QuerySet[ModelT]):
    """Items of registers."""

    def listed(self) -> Self:
        """Keep what counts: nobody withdrew it."""
        return self.filter(withdrawn_at__isnull=True)

    def comparable_with(
        self, *, target_id: int, union_id: int, period_number: int
    ) -> Self:
        """Keep what may be the same thing as an item of a union's list.

        Lists for the same target: other unions' once they have been handed in (a draft
        is its union's own business), and the union's own up to the period.
        """
        is_own = Q(entry__submission__union=union_id)
        is_earlier = Q(entry__submission__period__number__lte=period_number)
        is_handed_in = ~Q(entry__state=EntryState.DRAFT)
        return self.listed().filter(
            (is_own & is_earlier) | (~is_own & is_handed_in), entry__target=target_id
        )


class PostingQuerySet(QuerySet[ModelT]):
    """Postings."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' postings, or all for who sees the city."""
        if sees_every_union(access):
            return self.all()
        return self.filter(union__in={grant.union_id for grant in access.grants})

    def as_of(self, sequence: int) -> Self:
        """Keep what was known when the ledger stood at a sequence."""
        return self.filter(sequence__lte=sequence)

    def current(self) -> Self:
        """Keep the one posting of each cell that counts now: nothing supersedes it."""
        return self.filter(superseded_by__isnull=True)

    def in_force(self, sequence: int) -> Self:
        """Keep the one posting of each cell that counts as of a sequence.

        A posting names the one it supersedes, so what counted then is what nothing
        superseded by then. That few postings supersede one is said to the database,
        which would otherwise read all of them in order.
        """
        known = self.model._default_manager.filter(sequence__lte=sequence)
        later = known.filter(supersedes=OuterRef("pk"), supersedes__isnull=False)
        return self.filter(~Exists(later), sequence__lte=sequence)

    def superseded(self, sequence: int) -> Self:
        """Keep what another, always later, posting had taken the place of by a sequence."""
        return self.filter(superseded_by__sequence__lte=sequence)


class RollupQuerySet(QuerySet[ModelT]):
    """Roll-ups."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' figures, or all for who sees the city."""
        if sees_every_union(access):
            return self.all()
        return self.filter(union__in={grant.union_id for grant in access.grants})


class PeriodExceptionQuerySet(QuerySet[ModelT]):
    """Requests to open a locked period again."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' requests; who decides on them and auditors read all."""
        if can_administer(access) or access.has(Role.AUDITOR):
            return self.all()
        return self.filter(union__in=access.unions_as(*OWN_ROLES))

    def awaiting_decision(self) -> Self:
        """Keep what nobody has decided on yet."""
        return self.filter(decision="")

    def in_force(self, at: datetime) -> Self:
        """Keep what holds a period open at a moment: granted and not run out."""
        return self.filter(decision=ExceptionDecision.GRANTED, opens_until__gt=at)


class CorrectionQuerySet(QuerySet[ModelT]):
    """Corrections of accepted figures."""

    def visible_to(self, access: Access) -> Self:
        """Keep own unions' corrections, those of my department's targets, or all."""
        if access.has(Role.AUDITOR):
            return self.all()
        return self.filter(
            Q(entry__submission__union__in=access.unions_as(*OWN_ROLES))
            | Q(entry__target__lead_department__in=access.unions_as(Role.OFFICER))
        )

    def awaiting_decision(self) -> Self:
        """Keep what the lead department has not decided on yet."""
        return self.filter(state=CorrectionState.PROPOSED)


class EvidenceQuerySet(QuerySet[ModelT]):
    """Files that support an entry or a correction."""

    def visible_to(self, access: Access) -> Self:
        """Keep what belongs to an entry or a correction that the person may read.

        A draft's evidence is its union's own business, as the draft is.
        """
        if access.has(Role.AUDITOR):
            return self.all()
        own, led = access.unions_as(*OWN_ROLES), access.unions_as(Role.OFFICER)
        return self.filter(
            Q(entry__submission__union__in=own)
            | Q(correction__entry__submission__union__in=own)
            | Q(correction__entry__target__lead_department__in=led)
            | (
                Q(entry__target__lead_department__in=led)
                & ~Q(entry__state=EntryState.DRAFT)
            )
        )


class ReconciliationQuerySet(QuerySet[ModelT]):
    """Reconciliations."""

    def newest_of_each_plan(self) -> Self:
        """Keep the newest one of each plan."""
        newest = self.model._default_manager.filter(plan=OuterRef("plan"))
        return self.filter(pk=Subquery(newest.order_by("-pk").values("pk")[:1]))
