"""Filters of returns, their lines and files."""

import django_filters

from progress_app.enums import EntryState
from progress_app.models import Entry, Evidence, Submission
from targets_app.models import ReportingPeriod
from tasks_app.models import Plan
from unions_app.filters import KnownNames, visible_unions


class SubmissionFilters(KnownNames):
    """Returns by plan, union and period."""

    plan = django_filters.ModelChoiceFilter("period__plan", queryset=Plan.objects.all())
    union = django_filters.ModelChoiceFilter(queryset=visible_unions)

    class Meta(KnownNames.Meta):
        model = Submission
        fields = ("plan", "union", "period")


class EntryFilters(KnownNames):
    """Lines by return, place and state."""

    union = django_filters.ModelChoiceFilter(
        "submission__union", queryset=visible_unions
    )
    period = django_filters.ModelChoiceFilter(
        "submission__period", queryset=ReportingPeriod.objects.all()
    )
    code = django_filters.CharFilter("target__code")
    state = django_filters.ChoiceFilter(choices=EntryState.choices)

    class Meta(KnownNames.Meta):
        model = Entry
        fields = ("submission", "union", "period", "target", "code", "state")


class EvidenceFilters(KnownNames):
    """Files by what they support."""

    class Meta(KnownNames.Meta):
        model = Evidence
        fields = ("entry", "correction")
