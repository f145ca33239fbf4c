"""Which entries and corrections stood where at a moment: what the filters keep."""

from collections import Counter

from django.db.models import OuterRef, Q, Subquery
from django.db.models.query import QuerySet

from progress_app.enums import CorrectionState, Decision, EntryState
from progress_app.models import Correction, Entry, Review
from progress_app.queries.as_of import SUBMITTED, AsOf
from unions_app.models import AuditEvent

FINAL = (Decision.RETURNED, Decision.ACCEPTED)
"""Each ends one handing in; endorsed, an entry still waits."""


def entries_in(rows: QuerySet[Entry], state: str, as_of: AsOf) -> QuerySet[Entry]:
    """Keep the entries that stood in a state at a moment. Cost: two queries if past."""
    if not as_of.is_past:
        return rows.filter(state=state)
    decided = Review.objects.filter(entry=OuterRef("pk"), decided_at__lte=as_of.at)
    newest = decided.exclude(decision=Decision.CORRECTED).order_by("-pk")
    told = rows.annotate(last=Subquery(newest.values("decision")[:1]))
    waiting = waiting_at(as_of)
    if state == EntryState.SUBMITTED:
        endorsed = Q(last=Decision.ENDORSED)
        return told.filter(pk__in=waiting).filter(~endorsed | Q(last__isnull=True))
    if state == EntryState.ENDORSED:
        return told.filter(pk__in=waiting, last=Decision.ENDORSED)
    idle = told.exclude(pk__in=waiting)
    if state == EntryState.DRAFT:
        return idle.filter(last__isnull=True)
    return idle.filter(last=state)


def waiting_at(as_of: AsOf) -> list[int]:
    """Return the ids of entries handed in and not decided for good at a moment.

    Those handed in once more often than returned or accepted. Cost: two queries.
    """
    events = AuditEvent.objects.filter(action=SUBMITTED, recorded_at__lte=as_of.at)
    handed_in: Counter[int] = Counter()
    for detail in events.values_list("detail", flat=True):
        handed_in.update(int(pk) for pk in detail["entries"])
    final = Review.objects.filter(decision__in=FINAL, decided_at__lte=as_of.at)
    handed_in.subtract(final.values_list("entry_id", flat=True))
    return [pk for pk, number in handed_in.items() if number > 0]


def corrections_in(
    rows: QuerySet[Correction], state: str, as_of: AsOf
) -> QuerySet[Correction]:
    """Keep the corrections that stood in a state at a moment."""
    if state == CorrectionState.PROPOSED:
        undecided = Q(decided_at__isnull=True) | Q(decided_at__gt=as_of.at)
        return rows.filter(undecided)
    return rows.filter(state=state, decided_at__lte=as_of.at)
