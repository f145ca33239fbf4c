"""Files that a program hands over."""

from typing import Any

from rest_framework import serializers


class FileSerializer(serializers.Serializer[dict[str, Any]]):
    """One file; its kind is told by its content."""

    file = serializers.FileField(max_length=200)


class AttachedSerializer(serializers.Serializer[Any]):
    """The file as it is kept."""

    evidence = serializers.IntegerField()
    sha256 = serializers.CharField()
