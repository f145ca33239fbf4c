"""How far returns are, as the API tells it."""

from typing import Any

from rest_framework import serializers

from progress_app.enums import ReportingState
from progress_app.queries.status import Cell, StatusRow, Total


class StatusCellSerializer(serializers.Serializer[Cell]):
    """One union's return for one period: ``handed_in`` of ``owed`` lines are in."""

    period = serializers.IntegerField(source="period.pk")
    state = serializers.ChoiceField(ReportingState.choices)
    state_label = serializers.CharField(source="state.label")
    owed = serializers.IntegerField()
    handed_in = serializers.IntegerField()


class StatusRowSerializer(serializers.Serializer[StatusRow]):
    """A union and its cells, in the order of the periods."""

    union = serializers.IntegerField(source="union.pk")
    union_name = serializers.CharField(source="union.name")
    cells = StatusCellSerializer(many=True)


class StatusTotalSerializer(serializers.Serializer[Total]):
    """A period: how many unions owe a return, have handed it in, are waited for."""

    period = serializers.IntegerField(source="period.pk")
    period_label = serializers.CharField(source="period")
    owing = serializers.IntegerField()
    handed_in = serializers.IntegerField()
    waited_for = serializers.IntegerField()


class StatusSerializer(serializers.Serializer[Any]):
    """The matrix of a plan."""

    plan = serializers.IntegerField()
    rows = StatusRowSerializer(many=True, source="status.rows")
    totals = StatusTotalSerializer(many=True, source="status.totals")
