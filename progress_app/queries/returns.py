"""Returns and their lines in lists, each with what its row tells."""

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from progress_app.enums import EntryState, Presence
from progress_app.models import Entry, Evidence, Submission
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


def entries_for(access: Access) -> QuerySet[Entry]:
    """Return the lines a person may read, with what names them."""
    rows: QuerySet[Entry] = Entry.objects.visible_to(access)
    return rows.select_related(
        "target", "submission__union", "submission__period", "saved_by"
    )


def files_for(access: Access) -> QuerySet[Evidence]:
    """Return the files a person may read."""
    rows: QuerySet[Evidence] = Evidence.objects.visible_to(access)
    return rows.select_related("uploaded_by")
