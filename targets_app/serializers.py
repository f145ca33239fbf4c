"""Targets and periods as the API tells them. Figures are exact texts, never floats."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from targets_app.enums import PeriodState
from targets_app.models import PaceCurve, ReportingPeriod, Target, TargetDefinition
from targets_app.rules import period_state
from unionplan.lib.dates import local_date
from unions_app.serializers import FigureField


class DefinitionSerializer(serializers.ModelSerializer[TargetDefinition]):
    """How a target is counted."""

    class Meta:
        model = TargetDefinition
        fields = ("version", "effective_on", "text", "counts", "excludes")


class PaceSerializer(serializers.ModelSerializer[PaceCurve]):
    """The share expected by each month's end; ``shares`` for custom curves only."""

    shares = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = PaceCurve
        fields = ("version", "effective_on", "kind", "due_month", "shares")


class TargetSerializer(serializers.ModelSerializer[Target]):
    """One promise of a measure; ``amount`` of a rate is in percent.

    ``definition`` and ``pace`` are those in force today.
    """

    amount = FigureField(allow_null=True)
    unit_label = serializers.CharField(source="get_unit_display", read_only=True)
    definition = serializers.SerializerMethodField()
    pace = serializers.SerializerMethodField()

    class Meta:
        model = Target
        fields = (
            "id",
            "plan",
            "measure",
            "position",
            "code",
            "name",
            "quote",
            "kind",
            "unit",
            "unit_label",
            "amount",
            "comparator",
            "strength",
            "source",
            "territorial_only",
            "lead_department",
            "numerator_name",
            "denominator_name",
            "decimal_places",
            "carry_forward_periods",
            "itemised",
            "evidence_required",
            "open_question",
            "definition",
            "pace",
        )

    @extend_schema_field(DefinitionSerializer(allow_null=True))
    def get_definition(self, target: Target) -> dict[str, Any] | None:
        """Return the definition in force; None without one."""
        found = target.definitions_in_force
        return DefinitionSerializer(found[0]).data if found else None

    @extend_schema_field(PaceSerializer(allow_null=True))
    def get_pace(self, target: Target) -> dict[str, Any] | None:
        """Return the pace in force; None without one."""
        found = target.curves_in_force
        return PaceSerializer(found[0]).data if found else None


class PeriodSerializer(serializers.ModelSerializer[ReportingPeriod]):
    """A reporting period; dates are Shanghai's, ``state`` is today's."""

    label = serializers.CharField(source="__str__", read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = ReportingPeriod
        fields = (
            "id",
            "plan",
            "kind",
            "number",
            "label",
            "starts_on",
            "ends_on",
            "opens_on",
            "due_on",
            "locks_on",
            "state",
        )

    @extend_schema_field(serializers.ChoiceField(PeriodState.choices))
    def get_state(self, period: ReportingPeriod) -> str:
        """Return where the period stands today."""
        return period_state(
            opens_on=period.opens_on,
            due_on=period.due_on,
            locks_on=period.locks_on,
            today=local_date(self.context["request"].moment),
        ).value
