"""Publications, their stamps, and workbooks, as the API tells them."""

from typing import Any

from rest_framework import serializers

from reports_app.enums import ExportState
from reports_app.models import Export, Publication
from reports_app.queries.replays import Replay
from unions_app.serializers.fields import KnownFields, TextField, WholeField


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """A numbered circular; once published it never changes."""

    published_by = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = Publication
        fields = (
            "id",
            "plan",
            "year",
            "number",
            "title",
            "state",
            "as_of_sequence",
            "as_of_at",
            "withdraws",
            "reason",
            "is_demonstration",
            "published_by",
            "published_at",
            "digest",
            "stamp",
        )


class WholePublicationSerializer(PublicationSerializer):
    """A circular with the figures that were frozen: exact texts, as published."""

    figures = serializers.DictField(read_only=True)

    class Meta(PublicationSerializer.Meta):
        fields = (*PublicationSerializer.Meta.fields, "figures")


class DeviationSerializer(serializers.Serializer[Any]):
    """A figure that the ledger tells otherwise when it is computed again."""

    code = serializers.CharField()
    name = serializers.CharField()
    published = serializers.CharField(allow_null=True)
    computed = serializers.CharField(allow_null=True)


class StampSerializer(serializers.Serializer[Replay]):
    """A stamp checked: is it genuine, and does the ledger still say the same?"""

    publication = PublicationSerializer()
    is_genuine = serializers.BooleanField()
    link_holds = serializers.BooleanField()
    agrees = serializers.BooleanField()
    deviations = DeviationSerializer(many=True)


class ExportSerializer(serializers.ModelSerializer[Export]):
    """A workbook asked for; once ``state`` is done its content has an address below."""

    requested_by = serializers.CharField(read_only=True)
    state = serializers.ChoiceField(ExportState.choices, read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Export
        fields = (
            "id",
            "plan",
            "kind",
            "requested_by",
            "requested_at",
            "as_of_sequence",
            "as_of_at",
            "language",
            "is_demonstration",
            "state",
            "state_label",
            "steps_done",
            "steps_total",
            "finished_at",
            "file_name",
            "file_size",
            "sha256",
            "failure",
        )


class ExportOrderSerializer(KnownFields):
    """Which plan's workbook, and as of when; "" is now."""

    plan = WholeField()
    as_of = TextField(default="", max_length=40)


class OrderedSerializer(serializers.Serializer[Any]):
    """The workbook that was ordered."""

    export = serializers.UUIDField()
