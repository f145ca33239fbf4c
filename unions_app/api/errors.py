"""Refusals that the API's views raise; ``problems`` turns them into answers."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from rest_framework.exceptions import APIException

from unions_app.serializers.problems import KINDS


class ProblemError(APIException):
    """A refusal of a kind, with words, errors by field and members of its own."""

    def __init__(
        self,
        code: str,
        *,
        detail: str | Promise = "",
        errors: Mapping[str, list[str]] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what is to be told."""
        super().__init__(code=code)
        self.code = code
        self.status_code = KINDS[code].status
        self.words = detail
        self.errors = errors
        self.more = more
