"""The files that postings rest on."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from progress_app.models import Evidence, Posting
from unions_app.rules import Access

Files = dict[int, tuple[Evidence, ...]]


def is_correction(posting: Posting) -> bool:
    """Return whether a posting came of a correction, not of a return."""
    return getattr(posting, "correction", None) is not None


def files_of(access: Access, postings: Iterable[Posting]) -> Files:
    """Return the files of each posting, by sequence, that the person may open.

    A corrected figure rests on its correction's files, any other on its entry's. The
    postings come with their corrections. Cost: one query.
    """
    rows = list(postings)
    found: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    behind = Q(entry__in={row.entry_id for row in rows}) | Q(
        correction__posting__in=[row.pk for row in rows]
    )
    files = Evidence.objects.visible_to(access).filter(behind)
    for file in files.select_related("correction", "uploaded_by"):
        if file.correction is not None:
            found["correction", file.correction.posting_id or 0].append(file)
        else:
            found["entry", file.entry_id or 0].append(file)
    return {row.pk: tuple(found.get(_basis(row), ())) for row in rows}


def _basis(posting: Posting) -> tuple[str, int]:
    if is_correction(posting):
        return "correction", posting.pk
    return "entry", posting.entry_id
