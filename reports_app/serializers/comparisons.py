"""Two moments compared, as the API tells them."""

from typing import Any

from rest_framework import serializers

from reports_app.queries.comparisons import ComparedRow
from reports_app.queries.tellings import Telling, ToldPart
from reports_app.serializers.standings import StandingSerializer


class ComparedSerializer(serializers.Serializer[ComparedRow]):
    """A target at both moments; ``moved`` is 1 for a better light, -1 for a worse."""

    before = StandingSerializer(source="before.standing")
    after = StandingSerializer(source="after.standing")
    is_changed = serializers.BooleanField()
    moved = serializers.IntegerField()


class PartSerializer(serializers.Serializer[ToldPart]):
    """A part of the difference, in steps of the last place shown: they add up."""

    label = serializers.CharField(source="name")
    steps = serializers.IntegerField()
    postings = serializers.ListField(
        source="sequences", child=serializers.IntegerField()
    )


class BridgeSerializer(serializers.Serializer[Telling]):
    """Why a target's figure differs: parts by union and cause that add up to ``steps``."""

    before = serializers.CharField()
    after = serializers.CharField()
    change = serializers.CharField()
    steps = serializers.IntegerField()
    parts = PartSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """How the targets stood at two moments; with a target, the bridge between them."""

    is_demonstration = serializers.BooleanField()
    plan = serializers.IntegerField()
    union = serializers.IntegerField()
    rows = ComparedSerializer(many=True)
    bridge = BridgeSerializer(allow_null=True)
