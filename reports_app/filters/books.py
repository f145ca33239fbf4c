"""Filters of the ledger's other books."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import CorrectionReason, CorrectionState, Decision, EntryState
from progress_app.models import Correction, Entry, Evidence, Review
from reports_app.filters.base import (
    LedgerFilters,
    Rows,
    choice_filter,
    period_filter,
    person_filter,
    target_filter,
    union_filter,
)
from reports_app.queries.ledger.states import corrections_in, entries_in


class EntryFilters(LedgerFilters):
    """Entries by cell, who handed them in, days and their state at the moment told."""

    moment_column = "submission__started_at"
    target = target_filter("target")
    union = union_filter("submission__union")
    period = period_filter("submission__period")
    entered_by = person_filter(_("提交人"), "submitted_by")
    state = choice_filter(_("状态"), EntryState.choices, method="in_state")

    class Meta(LedgerFilters.Meta):
        model = Entry
        fields = ()

    def in_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what stood in a state at the moment told."""
        return entries_in(rows, value, self.as_of)


class ReviewFilters(LedgerFilters):
    """Decisions by cell, who decided, days and what was decided."""

    moment_column = "decided_at"
    target = target_filter("entry__target")
    union = union_filter("entry__submission__union")
    period = period_filter("entry__submission__period")
    reviewer = person_filter(_("审核人"), "reviewer")
    decision = choice_filter(_("决定"), Decision.choices)

    class Meta(LedgerFilters.Meta):
        model = Review
        fields = ()


class CorrectionFilters(LedgerFilters):
    """Corrections by cell, who proposed them, days, reason, state at the moment."""

    moment_column = "proposed_at"
    target = target_filter("entry__target")
    union = union_filter("entry__submission__union")
    period = period_filter("entry__submission__period")
    proposed_by = person_filter(_("提出人"), "proposed_by")
    reason_code = choice_filter(_("更正原因"), CorrectionReason.choices)
    state = choice_filter(_("状态"), CorrectionState.choices, method="in_state")

    class Meta(LedgerFilters.Meta):
        model = Correction
        fields = ()

    def in_state(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what stood in a state at the moment told."""
        return corrections_in(rows, value, self.as_of)


class EvidenceFilters(LedgerFilters):
    """Files by the cell they support, who uploaded them, and days."""

    moment_column = "uploaded_at"
    target = target_filter("target")
    union = union_filter("submission__union")
    period = period_filter("submission__period")
    uploaded_by = person_filter(_("上传人"), "uploaded_by")

    class Meta(LedgerFilters.Meta):
        model = Evidence
        fields = ()

    def filter_queryset(self, queryset: Rows) -> Rows:
        """Look for a cell both among entries and among entries that were corrected."""
        cleaned = self.form.cleaned_data
        for name in ("target", "union", "period"):
            if value := cleaned.get(name):
                column = self.filters[name].field_name
                cleaned[name] = None
                queryset = queryset.filter(
                    Q(**{f"entry__{column}": value})
                    | Q(**{f"correction__entry__{column}": value})
                )
        return super().filter_queryset(queryset)
