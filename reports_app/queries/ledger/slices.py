"""Pages of long lists by place: as fast at the millionth row as at the first.

A page is named by the key of the row that it begins or ends at, never by a number of
rows to skip, and nothing is counted.
"""

from dataclasses import dataclass
from typing import Any, Generic

from django.db.models.query import QuerySet

from unions_app.querysets import ModelT

ROWS = 50
LONGEST = 18
"""Digits of a key that either database can hold."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Which page: of rows below ``before``, or the ones next above ``after``.

    ``is_misled``: what the address said is no place, and the newest rows are shown.
    """

    before: int | None = None
    after: int | None = None
    is_misled: bool = False


def read_cursor(*, before: str, after: str) -> Cursor:
    """Return the page that an address names; the newest for none."""
    if not before and not after:
        return Cursor()
    text = before or after
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        return Cursor(is_misled=True)
    return Cursor(before=int(text)) if before else Cursor(after=int(text))


@dataclass(frozen=True, slots=True)
class Slice(Generic[ModelT]):
    """Rows by key, newest first; ``newer`` and ``older`` lead on, None at an end."""

    rows: tuple[ModelT, ...]
    newer: int | None = None
    older: int | None = None


def slice_of(
    rows: QuerySet[ModelT], cursor: Cursor, *, size: int = ROWS
) -> Slice[ModelT]:
    """Return a page of rows by their primary key, newest first. Cost: two queries.

    The keys first: a filter that fits many rows then sorts numbers, not whole rows with
    all that is joined to them.
    """
    if cursor.after is not None:
        above = _keys(rows.filter(pk__gt=cursor.after).order_by("pk"), size + 1)
        keys = above[size - 1 :: -1] if len(above) > size else above[::-1]
        return Slice(
            rows=_in_order(rows, keys),
            newer=keys[0] if len(above) > size else None,
            older=keys[-1] if keys else None,
        )
    if cursor.before is not None:
        rows = rows.filter(pk__lt=cursor.before)
    below = _keys(rows.order_by("-pk"), size + 1)
    keys = below[:size]
    return Slice(
        rows=_in_order(rows, keys),
        newer=keys[0] if keys and cursor.before is not None else None,
        older=keys[-1] if len(below) > size else None,
    )


def _keys(rows: QuerySet[Any], number: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:number])


def _in_order(rows: QuerySet[ModelT], keys: list[int]) -> tuple[ModelT, ...]:
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return tuple(found[key] for key in keys if key in found)
