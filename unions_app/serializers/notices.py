"""Notices as the API tells them."""

from rest_framework import serializers

from unions_app.models import Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """What a person was told; ``subject`` names what it is about."""

    title = serializers.CharField(read_only=True)
    body = serializers.CharField(read_only=True)

    class Meta:
        model = Notice
        fields = ("id", "kind", "subject", "title", "body", "created_at", "read_at")
