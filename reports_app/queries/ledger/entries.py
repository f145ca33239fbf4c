"""Entries as they stood at a moment: state and figure taken back by the audit trail."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.query import QuerySet

from progress_app.enums import EntryState
from progress_app.models import Entry
from progress_app.queries.as_of import AsOf
from reports_app.queries.ledger.books import CELL
from unions_app.models import AuditEvent
from unions_app.rules import Access

STATES = {
    "submission.submitted": EntryState.SUBMITTED,
    "entry.endorsed": EntryState.ENDORSED,
    "entry.returned": EntryState.RETURNED,
    "entry.accepted": EntryState.ACCEPTED,
}
"""Where an event of the audit trail takes an entry; before any, it is a draft."""
FIGURES = ("presence", "quantity", "numerator", "denominator", "stage")
SAVED = "entry.saved"


def entries_told(access: Access, as_of: AsOf) -> QuerySet[Entry]:
    """Return the entries the person may read of returns begun by a moment."""
    rows = Entry.objects.visible_to(access).filter(submission__started_at__lte=as_of.at)
    return rows.select_related("submitted_by", *CELL)


def stood_at(entries: Sequence[Entry], as_of: AsOf) -> None:
    """Take entries back to a moment, in place: their states and their figures.

    Their texts are in the trail as hashes only, and stay as they are today. Cost: none
    for now, else two queries.
    """
    if not as_of.is_past:
        return
    by_pk = {entry.pk: entry for entry in entries}
    _take_states_back(by_pk, as_of)
    subjects = [f"entry:{pk}" for pk in by_pk]
    later = AuditEvent.objects.filter(subject__in=subjects, action=SAVED)
    for event in later.filter(recorded_at__gt=as_of.at).order_by("-sequence"):
        # From the newest to the oldest: the oldest word on a column stands.
        _put_back(by_pk[_pk_of(event)], event.detail["changes"])


def _put_back(entry: Entry, changes: dict[str, Sequence[str]]) -> None:
    for name in FIGURES:
        if name in changes:
            column: Any = Entry._meta.get_field(name)
            before = changes[name][0]
            setattr(entry, name, column.to_python(before or column.get_default()))


def _take_states_back(by_pk: dict[int, Entry], as_of: AsOf) -> None:
    for entry in by_pk.values():
        entry.state = EntryState.DRAFT
    returns = {f"submission:{entry.submission_id}" for entry in by_pk.values()}
    subjects = [*returns, *(f"entry:{pk}" for pk in by_pk)]
    known = AuditEvent.objects.filter(subject__in=subjects, action__in=STATES)
    for event in known.filter(recorded_at__lte=as_of.at).order_by("sequence"):
        for pk in _touched(event):
            if pk in by_pk:
                by_pk[pk].state = STATES[event.action]


def _touched(event: AuditEvent) -> Iterable[int]:
    if event.action == "submission.submitted":
        return [int(pk) for pk in event.detail["entries"]]
    return [_pk_of(event)]


def _pk_of(event: AuditEvent) -> int:
    return int(event.subject.partition(":")[2])
