"""Figures and unions as the API tells them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from unionplan.lib.numbers import plain
from unions_app.models import Union


@extend_schema_field({"type": "string", "format": "decimal", "example": "1234.5"})
class FigureField(serializers.Field[Any, Any, str, Any]):
    """An exact figure as text, as forms show it and the ledger hashes it."""

    def __init__(self, **options: Any) -> None:
        """Only ever read."""
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Decimal) -> str:
        """Return the canonical text; None stays null by itself."""
        return plain(value)


class UnionSerializer(serializers.ModelSerializer[Union]):
    """A reporting organisation with its dates and its superior."""

    class Meta:
        model = Union
        fields = (
            "id",
            "parent",
            "position",
            "kind",
            "peer_group",
            "code",
            "name",
            "short_name",
            "is_example",
            "opened_on",
            "closed_on",
            "successor",
        )
