"""Everything that a page told from the books depends on, in one short text."""

from django.db.models import Count, Subquery, Value

from progress_app.models import ReferenceCursor, RollupMark
from unions_app.models import ChainHead


def books_state() -> str:
    """Return a text that is another one as soon as a page of the books may be.

    The heads of both chains (ledger, audit trail: what waits, what reference data
    says), how many accepted figures are still to be summed, and how far changes of
    unions, quotas and targets have been followed. Cost: one query.
    """
    marks = RollupMark.objects.order_by().annotate(one=Value(1)).values("one")
    followed = ReferenceCursor.objects.filter(pk=1)
    heads = ChainHead.objects.order_by("name").annotate(
        marks=Subquery(marks.annotate(rows=Count("pk")).values("rows")),
        followed=Subquery(followed.values("audit_sequence")),
    )
    rows = heads.values_list("name", "sequence", "link", "marks", "followed")
    return ";".join(":".join(map(str, row)) for row in rows)
