"""Standings as the API tells them, and what may be asked of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from progress_app.enums import Light, Stage
from progress_app.queries.as_of import AS_OF_HELP, AsOf
from progress_app.serializers import asked_moment
from reports_app.queries.standing import Standing
from targets_app.enums import TargetKind
from tasks_app.models import Plan
from unionplan.lib.numbers import percent_text
from unions_app.models import Union
from unions_app.serializers import FigureField


class StandingQuestion(serializers.Serializer[dict[str, Any]]):
    """Of which plan and which union, as of when; only what the person may look at."""

    plan = serializers.PrimaryKeyRelatedField(queryset=Plan.objects.none())
    union = serializers.PrimaryKeyRelatedField(queryset=Union.objects.none())
    as_of = serializers.CharField(default="", help_text=AS_OF_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the person may look at."""
        super().__init__(*args, **kwargs)
        if request := self.context.get("request"):
            self.fields["plan"].queryset = Plan.objects.visible_to(request.access)
            self.fields["union"].queryset = Union.objects.visible_to(request.access)

    def validate_as_of(self, text: str) -> AsOf:
        """Return the moment that is named."""
        return asked_moment(text, now=self.context["request"].moment)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse parameters that nobody reads."""
        known = {*self.fields, "limit", "cursor"}
        unknown = sorted(set(self.initial_data) - known)
        if unknown:
            message = _("没有这个筛选条件。可用的有：%(names)s") % {
                "names": ", ".join(sorted(known))
            }
            raise serializers.ValidationError({name: [message] for name in unknown})
        return attrs


class CoverageSerializer(serializers.Serializer[Any]):
    """How many units had an accepted report, out of those that owe one."""

    reported = serializers.IntegerField()
    expected = serializers.IntegerField()


class StandingSerializer(serializers.Serializer[Standing]):
    """How one target stands at one union, as on its page.

    Figures are cumulative at the display period, the light compares with the pace at
    the checkpoint. Percentages are texts rounded for display; never rounded up to what
    was not reached. Null: not known, or nothing to measure against.
    """

    target = serializers.IntegerField(source="target.pk")
    code = serializers.CharField(source="target.code")
    kind = serializers.ChoiceField(source="target.kind", choices=TargetKind.choices)
    union = serializers.IntegerField(source="union.pk")
    goal = FigureField(allow_null=True)
    quantity = FigureField(source="position.quantity", allow_null=True)
    numerator = FigureField(source="position.numerator", allow_null=True)
    denominator = FigureField(source="position.denominator", allow_null=True)
    level_percent = serializers.SerializerMethodField()
    achieved_percent = serializers.SerializerMethodField()
    expected_percent = serializers.SerializerMethodField()
    light = serializers.ChoiceField(Light.choices)
    light_label = serializers.CharField(source="light.label")
    is_aspirational = serializers.BooleanField(source="target.is_aspirational")
    stage = serializers.ChoiceField(Stage.choices, allow_null=True)
    coverage = CoverageSerializer()
    open_coverage = CoverageSerializer(allow_null=True)
    units_stale = serializers.IntegerField(source="stale")
    last_sequence = serializers.IntegerField(source="position.last_sequence")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_level_percent(self, standing: Standing) -> str | None:
        """Return a ratio's rate."""
        if standing.level is None:
            return None
        return percent_text(standing.level, limit=standing.deciding_level)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_achieved_percent(self, standing: Standing) -> str | None:
        """Return how much of the goal is reached."""
        if standing.achieved is None:
            return None
        return percent_text(standing.achieved, limit=standing.deciding_share)

    def get_expected_percent(self, standing: Standing) -> str:
        """Return how much of the goal was expected by the checkpoint."""
        return percent_text(standing.expected)
