"""Reads about the audit trail, and reference data taken back by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from unions_app.models import (
    AuditEvent,
    ChainHead,
)
from unions_app.querysets import ModelT

AUDIT_CHAIN = "audit"
"""The name of the audit trail's chain head."""


ANCHORED = "chains.anchored"
"""The action of the audit events that tell of a day's anchors."""


def audit_sequence() -> int:
    """Return the sequence of the newest audit event, 0 for none. Cost: one query."""
    head = ChainHead.objects.filter(name=AUDIT_CHAIN).first()
    return head.sequence if head else 0


@dataclass(frozen=True, slots=True)
class Rewind:
    """What the audit trail says happened to reference data after a moment.

    ``added`` are the subjects of rows that came later; ``before`` is what the changed
    fields of a row held at the moment, by its subject; ``quotas`` are (target id,
    union id, effective day as text) of shares that were set later.
    """

    added: frozenset[str] = frozenset()
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    quotas: frozenset[tuple[int, int, str]] = frozenset()

    def rows(self, rows: Iterable[ModelT]) -> list[ModelT]:
        """Return rows as they were at the moment, in their order.

        Texts stay as they are today: the trail keeps only their hashes, and no figure
        rests on them.
        """
        found = []
        for row in rows:
            subject = f"{row._meta.model_name}:{row.pk}"
            if subject in self.added:
                continue
            for name, value in self.before.get(subject, {}).items():
                _put_back(row, name, value)
            found.append(row)
        return found


def _put_back(row: models.Model, name: str, value: Any) -> None:
    column: Any = row._meta.get_field(name)
    is_words = isinstance(column, models.CharField | models.TextField)
    if column.many_to_many or (is_words and not column.choices):
        return
    setattr(row, column.attname, column.to_python(value))


def rewind_to(moment: datetime) -> Rewind:
    """Return what takes reference data back to a moment. Cost: one query.

    Rows are never deleted, and what came with the fixtures has no event: it has been
    there from the start.
    """
    added: set[str] = set()
    before: dict[str, dict[str, Any]] = {}
    quotas: set[tuple[int, int, str]] = set()
    later = AuditEvent.objects.filter(recorded_at__gt=moment).changing_figures()
    for event in later.order_by("-sequence"):
        if event.action == "reference.added":
            added.add(event.subject)
        elif event.action == "reference.changed":
            # From the newest to the oldest: the oldest word on a field stands.
            before.setdefault(event.subject, {}).update(event.detail["before"])
        else:
            target_id = int(event.subject.partition(":")[2])
            quotas |= {
                (target_id, int(union_id), event.detail["effective_on"])
                for union_id in event.detail["amounts"]
            }
    return Rewind(frozenset(added), before, frozenset(quotas))
