"""A kind of problem as its own address tells it."""

from typing import Any

from rest_framework import serializers


class KindSerializer(serializers.Serializer[dict[str, Any]]):
    """What every problem of a kind has in common."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
