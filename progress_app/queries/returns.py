"""Returns in lists, each with what its row tells."""

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from progress_app.enums import EntryState, Presence
from progress_app.models import Submission
from unions_app.rules import Access

HANDED_IN = (EntryState.SUBMITTED, EntryState.ENDORSED)


def submissions_for(access: Access) -> QuerySet[Submission]:
    """Return the returns a person may read, with how many of their lines stand where."""
    rows: QuerySet[Submission] = Submission.objects.visible_to(access)
    return rows.select_related("union", "period").annotate(
        lines=Count("entries"),
        filled=Count("entries", ~Q(entries__presence=Presence.NOT_REPORTED)),
        waiting=Count("entries", Q(entries__state__in=HANDED_IN)),
        returned=Count("entries", Q(entries__state=EntryState.RETURNED)),
        accepted=Count("entries", Q(entries__state=EntryState.ACCEPTED)),
    )
