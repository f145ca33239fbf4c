"""Reads of the open ledger: the same books as on its pages, for the same eyes."""

from typing import Any

from django.db.models.query import QuerySet
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from progress_app.models import Correction, Entry, Evidence, Posting, Review
from progress_app.serializers.returns import EntrySerializer
from reports_app.api.moments import as_of_of
from reports_app.api.reading import BookReads
from reports_app.filters.books import (
    CorrectionFilters,
    EntryFilters,
    EvidenceFilters,
    ReviewFilters,
)
from reports_app.filters.events import EventFilters
from reports_app.filters.postings import PostingFilters
from reports_app.queries.ledger.books import (
    corrections_told,
    events_told,
    evidence_told,
    reviews_told,
)
from reports_app.queries.ledger.entries import entries_told, stood_at
from reports_app.queries.ledger.postings import postings_told
from reports_app.serializers.books import (
    CorrectionSerializer,
    EventSerializer,
    EvidenceSerializer,
    PostingSerializer,
    ReviewSerializer,
)
from unions_app.api.permissions import HoldsARole
from unions_app.models import AuditEvent
from unions_app.rules import can_audit


class Audits(BasePermission):
    """Auditors only."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the person reads the audit trail."""
        return can_audit(request.access)


class PostingViewSet(BookReads):
    """Postings by their sequence; a union's own people see only theirs."""

    queryset = Posting.objects.none()
    serializer_class = PostingSerializer
    filterset_class = PostingFilters
    told = postings_told


class EntryViewSet(BookReads):
    """Lines of returns: own unions', those handed in to one's department, or all.

    With ``as_of``, states and figures as they stood then; texts are today's.
    """

    queryset = Entry.objects.none()
    serializer_class = EntrySerializer
    filterset_class = EntryFilters

    @staticmethod
    def told(*args: Any) -> QuerySet[Entry]:
        """Return the entries with who saved them last."""
        return entries_told(*args).select_related("saved_by")

    def paginate_queryset(self, queryset: QuerySet[Entry]) -> list[Entry]:
        """Return a page of lines as they stood at the moment asked for."""
        page = super().paginate_queryset(queryset)
        stood_at(page, as_of_of(self.request))
        return page

    def get_object(self) -> Entry:
        """Return one line as it stood at the moment asked for."""
        found: Entry = super().get_object()
        stood_at([found], as_of_of(self.request))
        return found


class ReviewViewSet(BookReads):
    """Decisions on the entries that one may read."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilters
    told = reviews_told


class CorrectionViewSet(BookReads):
    """Corrections that one may read."""

    queryset = Correction.objects.none()
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilters
    told = corrections_told


class EvidenceViewSet(BookReads):
    """Files that one may read: what they are, not what is in them."""

    queryset = Evidence.objects.none()
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters
    told = evidence_told


class EventViewSet(BookReads):
    """The audit trail, for auditors."""

    queryset = AuditEvent.objects.none()
    serializer_class = EventSerializer
    filterset_class = EventFilters
    permission_classes = (HoldsARole, Audits)
    told = events_told
