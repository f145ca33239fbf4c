"""Requests to open a locked period again, as the API tells them."""

from rest_framework import serializers

from progress_app.models import PeriodException


class ExceptionSerializer(serializers.ModelSerializer[PeriodException]):
    """A request and what became of it; granted, the period is open until ``opens_until``."""

    asked_by = serializers.CharField(read_only=True)
    decided_by = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = PeriodException
        fields = (
            "id",
            "union",
            "period",
            "why",
            "wanted_until",
            "asked_by",
            "asked_at",
            "decision",
            "words",
            "opens_until",
            "decided_by",
            "decided_at",
        )
