"""What a program sends to fill in and hand in returns, and what it is answered."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from progress_app.enums import Presence, Stage
from progress_app.rules.figures import NUMBER_FIELDS
from targets_app.enums import TargetKind
from unions_app.serializers.fields import KnownFields, TextField, WholeField

MOST_CELLS = 200
LARGEST_VERSION = 2**31 - 1
COLUMNS = ("quantity", "numerator", "denominator", "stage")
"""Where a figure stands."""
NO_COLUMN = _("本项没有这一栏")
FIGURE_HELP = "As typed: full-width digits, thousands separators, 万 and 亿 are read."


class CellSerializer(KnownFields):
    """A change of one line: what is left out stays as it is, "" clears it.

    Figures are texts. "not_applicable" needs a ``reason``; a figure clears it again.
    """

    entry = WholeField()
    version = WholeField(max_value=LARGEST_VERSION)
    presence = serializers.ChoiceField(Presence.choices, required=False)
    quantity = TextField(required=False, max_length=60, help_text=FIGURE_HELP)
    numerator = TextField(required=False, max_length=60)
    denominator = TextField(required=False, max_length=60)
    stage = serializers.ChoiceField(Stage.choices, required=False, allow_blank=True)
    reason = TextField(required=False, max_length=200)
    note = TextField(required=False, max_length=2000)
    problems = TextField(required=False, max_length=2000)
    next_steps = TextField(required=False, max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse "not applicable" together with a figure: one of them is a slip."""
        if attrs.get("presence") == Presence.NOT_APPLICABLE:
            typed = [name for name in COLUMNS if attrs.get(name)]
            if typed:
                message = _("本期无此项时不能再填数")
                raise serializers.ValidationError({name: [message] for name in typed})
        return attrs


def strange_columns(kind: str, names: Collection[str]) -> list[str]:
    """Return the columns of figures that a target of a kind does not have."""
    own = NUMBER_FIELDS[TargetKind(kind)] or ("stage",)
    return [name for name in COLUMNS if name in names and name not in own]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "two lines",
            request_only=True,
            value={
                "cells": [
                    {"entry": 10628, "version": 0, "quantity": "2", "note": "含补录"},
                    {
                        "entry": 10629,
                        "version": 3,
                        "presence": "not_applicable",
                        "reason": "本区没有此项工作",
                    },
                ]
            },
        )
    ]
)
class CellsSerializer(KnownFields):
    """The lines to save: every one is, or none."""

    cells = CellSerializer(many=True, min_length=1, max_length=MOST_CELLS)

    def validate_cells(self, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a line that comes twice."""
        if len({cell["entry"] for cell in cells}) != len(cells):
            raise serializers.ValidationError(_("同一行出现了两次"))
        return cells


class StartSerializer(KnownFields):
    """Which return to begin; it exists once, so beginning it again finds it."""

    union = WholeField()
    period = WholeField()


class SavedLineSerializer(serializers.Serializer[Any]):
    """A line as saved: its new version, and what is doubtful about its figure."""

    entry = serializers.IntegerField()
    version = serializers.IntegerField()
    warnings = serializers.ListField(child=serializers.CharField())


class SavedSerializer(serializers.Serializer[Any]):
    """What was saved, and how many lines of the return say something now."""

    saved = SavedLineSerializer(many=True)
    filled = serializers.IntegerField()


class SubmittedSerializer(serializers.Serializer[Any]):
    """How many lines were handed in."""

    submitted = serializers.IntegerField()


class StartedSerializer(serializers.Serializer[Any]):
    """The return, new or found."""

    submission = serializers.IntegerField()
