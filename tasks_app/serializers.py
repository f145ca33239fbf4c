"""The plan as the API tells it: verbatim and in order."""

from rest_framework import serializers

from tasks_app.models import (
    FrameworkItem,
    FrameworkPillar,
    Measure,
    Plan,
    Task,
    TaskArea,
)
from unions_app.serializers import FigureField


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """One year's plan; ``behind_percent`` is where a light turns from yellow to red."""

    behind_percent = FigureField()

    class Meta:
        model = Plan
        fields = (
            "id",
            "year",
            "version",
            "title",
            "general_requirement",
            "source_note",
            "issued_on",
            "starts_on",
            "ends_on",
            "status",
            "behind_percent",
        )


class AreaSerializer(serializers.ModelSerializer[TaskArea]):
    """One of the plan's main areas."""

    class Meta:
        model = TaskArea
        fields = ("id", "plan", "position", "title")


class TaskSerializer(serializers.ModelSerializer[Task]):
    """One of an area's tasks."""

    class Meta:
        model = Task
        fields = ("id", "area", "position", "title")


class MeasureSerializer(serializers.ModelSerializer[Measure]):
    """One bullet of a task, verbatim."""

    class Meta:
        model = Measure
        fields = ("id", "task", "position", "text")


class ItemSerializer(serializers.ModelSerializer[FrameworkItem]):
    """One item of a line; its name is empty where no public text lists it."""

    class Meta:
        model = FrameworkItem
        fields = ("id", "position", "name", "is_listed", "source_note", "measures")


class PillarSerializer(serializers.ModelSerializer[FrameworkPillar]):
    """One line of the 123510 framework with its items."""

    items = ItemSerializer(many=True)

    class Meta:
        model = FrameworkPillar
        fields = ("id", "plan", "position", "number", "text", "items")
