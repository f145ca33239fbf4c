"""What the API takes: texts are texts and numbers numbers, nothing is guessed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

LARGEST_ID = 2**63 - 1


class TextField(serializers.CharField):
    """A text as it was typed. Not a number: a JSON number may have lost its digits."""

    def __init__(self, **options: Any) -> None:
        """Keep the blanks: the rules read them."""
        options.setdefault("allow_blank", True)
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Refuse what is no text."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("请写成文字，放在引号里"))
        text: str = super().to_internal_value(data)
        return text


class WholeField(serializers.IntegerField):
    """A whole number from 0 on, such as an id or a version."""

    def __init__(self, **options: Any) -> None:
        """Bound it by what a database can hold."""
        options.setdefault("min_value", 0)
        options.setdefault("max_value", LARGEST_ID)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> int:
        """Refuse texts, fractions and truth values."""
        if type(data) is not int:
            raise serializers.ValidationError(_("请写成整数，不加引号"))
        number: int = super().to_internal_value(data)
        return number


class KnownFields(serializers.Serializer[dict[str, Any]]):
    """Refuses members that nobody reads: a slip would otherwise go unnoticed."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Put an error under each unknown name, with the names there are."""
        found: dict[str, Any] = super().to_internal_value(data)
        known = ", ".join(sorted(self.fields))
        message = _("没有这个栏目。可用的有：%(names)s") % {"names": known}
        unknown = sorted(map(str, data.keys() - self.fields.keys()))
        if unknown:
            raise serializers.ValidationError({name: [message] for name in unknown})
        return found
