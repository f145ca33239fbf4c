"""Filters of postings."""

from django.utils.translation import gettext_lazy as _

from progress_app.models import Posting
from reports_app.enums import PostingForce, PostingOrigin
from reports_app.filters.base import (
    LedgerFilters,
    Rows,
    choice_filter,
    period_filter,
    person_filter,
    target_filter,
    union_filter,
)


class PostingFilters(LedgerFilters):
    """Postings by cell, people, days, how they came about and whether they count."""

    target = target_filter("target")
    union = union_filter("union")
    period = period_filter("period")
    entered_by = person_filter(_("填报人"), "entry__submitted_by")
    accepted_by = person_filter(_("审核人"), "recorded_by")
    origin = choice_filter(_("种类"), PostingOrigin.choices, method="of_origin")
    force = choice_filter(_("效力"), PostingForce.choices, method="of_force")

    class Meta(LedgerFilters.Meta):
        model = Posting
        fields = ()

    def of_origin(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep first postings of a cell, or corrections."""
        return rows.filter(supersedes__isnull=value == PostingOrigin.FIRST)

    def of_force(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what counts at the moment told, or what was superseded by then."""
        if value == PostingForce.IN_FORCE:
            return rows.in_force(self.as_of.sequence)
        return rows.superseded(self.as_of.sequence)
