"""Filters of returns."""

import django_filters

from progress_app.models import Submission
from tasks_app.models import Plan
from unions_app.filters import KnownNames, visible_unions


class SubmissionFilters(KnownNames):
    """Returns by plan, union and period."""

    plan = django_filters.ModelChoiceFilter("period__plan", queryset=Plan.objects.all())
    union = django_filters.ModelChoiceFilter(queryset=visible_unions)

    class Meta(KnownNames.Meta):
        model = Submission
        fields = ("plan", "union", "period")
