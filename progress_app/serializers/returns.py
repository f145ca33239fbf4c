"""Returns and their lines as the API tells them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from progress_app.enums import EntryState, FigureWarning, Presence, Stage
from progress_app.models import Entry, Submission
from progress_app.queries.grid import Clock
from progress_app.queries.lines import Line
from targets_app.enums import PeriodState, TargetKind
from unionplan.lib.numbers import percent_text
from unions_app.serializers import FigureField

FIGURE = ("presence", "quantity", "numerator", "denominator", "stage")
TEXTS = ("reason", "note", "problems", "next_steps", "return_reason")
STAGES = [("", ""), *Stage.choices]


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """One union's return for one period; the counts are of its lines.

    ``waiting`` are handed in and not decided on, ``filled`` say something.
    """

    union_name = serializers.CharField(source="union.name", read_only=True)
    period_label = serializers.CharField(source="period", read_only=True)
    plan = serializers.IntegerField(source="period.plan_id", read_only=True)
    lines = serializers.IntegerField(read_only=True)
    filled = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    returned = serializers.IntegerField(read_only=True)
    accepted = serializers.IntegerField(read_only=True)

    class Meta:
        model = Submission
        fields = (
            "id",
            "plan",
            "union",
            "union_name",
            "period",
            "period_label",
            "started_at",
            "submitted_at",
            "first_submitted_at",
            "lines",
            "filled",
            "waiting",
            "returned",
            "accepted",
        )


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """One line of a return. ``presence`` says whether there is a figure: 0 is one.

    Whoever changes a line names the ``version`` that was read.
    """

    code = serializers.CharField(source="target.code", read_only=True)
    name = serializers.CharField(source="target.name", read_only=True)
    kind = serializers.ChoiceField(
        source="target.kind", choices=TargetKind.choices, read_only=True
    )
    unit_label = serializers.CharField(source="target.get_unit_display", read_only=True)
    union = serializers.IntegerField(source="submission.union_id", read_only=True)
    period = serializers.IntegerField(source="submission.period_id", read_only=True)
    presence = serializers.ChoiceField(Presence.choices, read_only=True)
    quantity = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    stage = serializers.ChoiceField(STAGES, read_only=True)
    state = serializers.ChoiceField(EntryState.choices, read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    saved_by = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = Entry
        fields = (
            "id",
            "submission",
            "union",
            "period",
            "target",
            "code",
            "name",
            "kind",
            "unit_label",
            "state",
            "state_label",
            "version",
            *FIGURE,
            *TEXTS,
            "item_count",
            "saved_at",
            "saved_by",
        )


class WarningSerializer(serializers.Serializer[FigureWarning]):
    """What is doubtful about a figure: a note must explain it before it is submitted."""

    code = serializers.ChoiceField(FigureWarning.choices, source="value")
    label = serializers.CharField()


class LineSerializer(serializers.Serializer[Line]):
    """A line with what stands beside it in the grid.

    ``goal`` is the union's share of the year, ``total`` what this figure leads to
    (cumulative, or the level), ``accepted_before`` what the ledger and what waits hold
    of earlier periods, ``corrected_quantity`` what the ledger says now after a correction.
    """

    entry = EntrySerializer()
    goal = FigureField(allow_null=True)
    accepted_before = FigureField(source="base", allow_null=True)
    total = FigureField(allow_null=True)
    achieved_percent = serializers.SerializerMethodField()
    expected_percent = serializers.SerializerMethodField()
    corrected_quantity = FigureField(
        source="corrected.quantity", allow_null=True, default=None
    )
    is_open = serializers.BooleanField()
    warnings = WarningSerializer(many=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_achieved_percent(self, line: Line) -> str | None:
        """Return how much of the goal the total is."""
        return None if line.achieved is None else percent_text(line.achieved)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_expected_percent(self, line: Line) -> str | None:
        """Return how much is expected by the period's end."""
        return None if line.expected is None else percent_text(line.expected)


class ClockSerializer(serializers.Serializer[Clock]):
    """Where the period stands for this union; ``days_left`` to its due day."""

    state = serializers.ChoiceField(PeriodState.choices)
    days_left = serializers.IntegerField()
    is_fillable = serializers.BooleanField()
    reopened_until = serializers.DateTimeField(allow_null=True)


class ReturnSerializer(serializers.Serializer[Any]):
    """A return with all its lines, in the plan's order."""

    submission = SubmissionSerializer()
    clock = ClockSerializer()
    lines = LineSerializer(many=True)
