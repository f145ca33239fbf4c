"""The long lists of an export, read piece by piece: memory does not grow with them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.db.models.query import QuerySet

from progress_app.models import Evidence, Posting
from reports_app.models import Export
from reports_app.rules.choices import Choices, chosen
from unions_app.models import Person

ROWS_AT_ONCE = 2_000
MOST_NAMES = 20_000
"""Names of people that are kept in mind; more are looked up again."""
POSTING_COLUMNS = (
    "sequence",
    "recorded_at",
    "union_id",
    "target_id",
    "period_id",
    "presence",
    "quantity",
    "numerator",
    "denominator",
    "stage",
    "supersedes_id",
    "later",
    "correction__reason_code",
    "correction__words",
    "correction__reference",
    "correction__proposed_at",
    "correction__proposed_by_id",
    "entry__submitted_by_id",
    "review__reviewer_id",
    "link",
)


class PostingRow(NamedTuple):
    """A posting as it is listed; ``later`` is what superseded it, at any time."""

    sequence: int
    recorded_at: Any
    union_id: int
    target_id: int
    period_id: int
    presence: str
    quantity: Any
    numerator: Any
    denominator: Any
    stage: str
    supersedes_id: int | None
    later: int | None
    reason_code: str | None
    words: str | None
    reference: str | None
    proposed_at: Any
    proposed_by_id: int | None
    submitted_by_id: int | None
    reviewer_id: int
    link: str


def scope_of(choices: Choices, *, path: str = "") -> Q:
    """Return what choices keep of rows that name a target, a union and a period."""
    names = {
        "target__measure__task__area__in": choices.areas,
        "target__in": choices.targets,
        "union__in": choices.unions,
        "period__in": choices.periods,
    }
    return Q(**{f"{path}{name}": ids for name, ids in names.items() if ids})


def postings_told(*, export: Export) -> QuerySet[Posting]:
    """Return the postings an export lists, known as of its sequence, oldest first."""
    return (
        Posting.objects.filter(target__plan=export.plan_id)
        .as_of(export.as_of_sequence)
        .filter(scope_of(chosen(export.choices)))
        .order_by("sequence")
    )


def posting_rows(
    *, export: Export, size: int = ROWS_AT_ONCE
) -> Iterator[list[PostingRow]]:
    """Yield them in lists of at most ``size``, oldest first.

    A query each: a cursor left open over the whole table would keep SQLite from
    writing the progress in between.
    """
    rows = postings_told(export=export).annotate(later=F("superseded_by__sequence"))
    last = 0
    while chunk := [
        PostingRow._make(row)
        for row in rows.filter(sequence__gt=last).values_list(*POSTING_COLUMNS)[:size]
    ]:
        yield chunk
        last = chunk[-1].sequence


def evidence_told(*, export: Export) -> QuerySet[Evidence]:
    """Return the files that the listed postings rest on: the same for ever.

    The files of a first posting are its entry's, frozen with it; those of a correction
    its own.
    """
    told = postings_told(export=export).order_by()
    first = told.filter(supersedes__isnull=True)
    return Evidence.objects.filter(
        Q(entry__in=first.values("entry"))
        | Q(correction__posting__in=told.values("pk"))
    ).order_by("pk")


def evidence_rows(
    *, export: Export, size: int = ROWS_AT_ONCE
) -> Iterator[list[Evidence]]:
    """Yield the files in lists, with how their entry or correction was posted."""
    rows = evidence_told(export=export).select_related(
        "entry__submission", "correction__posting"
    )
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:size]):
        yield chunk
        last = chunk[-1].pk


def first_postings(entry_ids: Sequence[int]) -> dict[int, tuple[int, int, int, int]]:
    """Return sequence, union, target and period of entries' first postings."""
    rows = Posting.objects.filter(entry__in=entry_ids, supersedes__isnull=True)
    told = rows.order_by().values_list(
        "entry_id", "sequence", "union_id", "target_id", "period_id"
    )
    return {row[0]: row[1:] for row in told}


class Names:
    """People's names by their keys, as they are today."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._names: dict[int, str] = {}

    def learn(self, ids: Iterator[int | None]) -> None:
        """Look up those that are not known. Cost: one query at most."""
        wanted = {pk for pk in ids if pk is not None} - self._names.keys()
        if not wanted:
            return
        if len(self._names) > MOST_NAMES:
            self._names.clear()
        people = Person.objects.filter(pk__in=wanted)
        for pk, name, username in people.values_list("pk", "name", "username"):
            self._names[pk] = name or username

    def of(self, pk: int | None) -> str | None:
        """Return a person's name; None for nobody."""
        return None if pk is None else self._names[pk]
