"""Items of a register as the API tells and takes them."""

from typing import Any

from rest_framework import serializers

from progress_app.models import Item
from unions_app.serializers.fields import KnownFields, TextField


class RegisterItemSerializer(serializers.ModelSerializer[Item]):
    """One thing that a union counts in a line of its return."""

    class Meta:
        model = Item
        fields = (
            "id",
            "position",
            "name",
            "identifier",
            "address",
            "happened_on",
            "note",
            "version",
            "withdrawn_at",
        )


class NewItemSerializer(KnownFields):
    """An item as it is typed; an identifier or an address must name it."""

    name = TextField(max_length=500)
    identifier = TextField(default="", max_length=500)
    address = TextField(default="", max_length=500)
    happened_on = TextField(max_length=40)
    note = TextField(default="", max_length=500)


class AddedSerializer(serializers.Serializer[Any]):
    """The item that was added."""

    item = serializers.IntegerField()
