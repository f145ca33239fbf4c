"""Pages by place: what arrives meanwhile neither repeats a row nor hides one."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.core import signing
from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _
from django.views import View
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
LIMIT_HELP = "At most so many rows a page."
CURSOR_HELP = "Which page: as `next` of the page before says."
Place = list[Any]


def limit_of(text: str) -> int:
    """Return how many rows a page may hold. Errors: ValidationError."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 3
    if not is_number or not 1 <= int(text) <= MAX_LIMIT:
        raise ValidationError({"limit": [_("请填 1 至 500 的整数")]})
    return int(text)


class CursorPages(BasePagination):
    """Pages that each begin below the row at which the one before ended.

    A view says in ``order`` how its rows follow each other; the last name is unique.
    A cursor is signed: nobody makes one up, and none leads into another list.
    """

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: View | None = None,
    ) -> list[Any]:
        """Return one page of rows, of a QuerySet or of a list in order."""
        self.request = request
        self.order: tuple[str, ...] = view.order
        self.limit = limit_of(request.query_params.get("limit", str(DEFAULT_LIMIT)))
        place = self._place(request.query_params.get("cursor"))
        if isinstance(queryset, QuerySet):
            rows = queryset.order_by(*self.order)
            rows = rows.filter(self._below(place)) if place else rows
            found = list(rows[: self.limit + 1])
        else:
            found = self._rest(queryset, place)[: self.limit + 1]
        self.has_more = len(found) > self.limit
        self.page = found[: self.limit]
        # What a view does to the page's rows afterwards does not move the page's end.
        self.end = self._key(self.page[-1]) if self.has_more else None
        return list(self.page)

    def get_paginated_response(self, data: list[Any]) -> Response:
        """Say beside the rows where they go on, and whether they are a demonstration's."""
        following = None
        if self.end is not None:
            cursor = signing.dumps(self.end, salt=self._salt, compress=True)
            address = self.request.build_absolute_uri()
            following = replace_query_param(address, "cursor", cursor)
        return Response(
            {
                "is_demonstration": self.request.installation.is_demonstration,
                "next": following,
                "results": data,
            }
        )

    @property
    def _salt(self) -> str:
        return f"{self.request.path} {' '.join(self.order)}"

    def _place(self, cursor: str | None) -> Place | None:
        if cursor is None:
            return None
        try:
            return signing.loads(cursor, salt=self._salt)
        except (signing.BadSignature, ValueError) as error:
            message = _("没有这一页，请从第一页重新开始")
            raise ValidationError({"cursor": [message]}) from error

    def _key(self, row: Any) -> Place:
        values = [
            attrgetter(_column(name).replace("__", "."))(row) for name in self.order
        ]
        return [v if isinstance(v, int | str) else str(v) for v in values]

    def _below(self, place: Place) -> Q:
        """Return the condition that a row comes after a place, column by column."""
        after, equal = Q(), Q()
        for name, value in zip(self.order, place, strict=True):
            direction = "lt" if name.startswith("-") else "gt"
            after |= equal & Q(**{f"{_column(name)}__{direction}": value})
            equal &= Q(**{_column(name): value})
        return after

    def _rest(self, rows: Sequence[Any], place: Place | None) -> list[Any]:
        if place is None:
            return list(rows)
        keys = [self._key(row) for row in rows]
        return list(rows[keys.index(place) + 1 :]) if place in keys else []

    def get_schema_operation_parameters(self, view: View) -> list[dict[str, Any]]:
        """Describe the two parameters."""
        limit = {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_LIMIT,
            "default": DEFAULT_LIMIT,
        }
        return [
            _parameter("limit", LIMIT_HELP, limit),
            _parameter("cursor", CURSOR_HELP, {"type": "string"}),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        address = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["is_demonstration", "next", "results"],
            "properties": {
                "is_demonstration": {"type": "boolean"},
                "next": address,
                "results": schema,
            },
        }


def _column(name: str) -> str:
    return name.removeprefix("-")


def _parameter(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": schema,
    }
