"""Roll-ups as the API tells them."""

from datetime import datetime

from rest_framework import serializers

from progress_app.models import Rollup
from progress_app.queries.as_of import AsOf, AsOfError, read_as_of
from targets_app.enums import TargetKind
from unions_app.serializers import FigureField


def asked_moment(text: str, *, now: datetime) -> AsOf:
    """Return the moment that a request names. Errors: ValidationError."""
    try:
        return read_as_of(text, now=now)
    except AsOfError as error:
        raise serializers.ValidationError(error.problem.label) from error


class RollupSerializer(serializers.ModelSerializer[Rollup]):
    """The cumulative position of a union and all below it at a period's end.

    Null is "nothing known", which is not 0. Of a milestone, the stages count unions;
    ``not_applicable`` counts those whose latest report says there is no such thing.
    Coverage: ``units_reported`` of ``units_expected``; ``units_stale`` carry on an
    older figure. ``last_sequence`` is the newest posting summed.
    """

    code = serializers.CharField(source="target.code", read_only=True)
    kind = serializers.ChoiceField(
        source="target.kind", choices=TargetKind.choices, read_only=True
    )
    union_name = serializers.CharField(source="union.name", read_only=True)
    number = serializers.IntegerField(source="period.number", read_only=True)
    quantity = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    quota = FigureField(allow_null=True)

    class Meta:
        model = Rollup
        fields = (
            "id",
            "target",
            "code",
            "kind",
            "union",
            "union_name",
            "period",
            "number",
            "quantity",
            "numerator",
            "denominator",
            "not_started",
            "under_way",
            "done",
            "blocked",
            "not_applicable",
            "quota",
            "units_expected",
            "units_reported",
            "units_stale",
            "last_sequence",
        )
