"""What waits on the approver's and on the officer's desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, QuerySet

from progress_app.enums import FigureWarning
from progress_app.models import Entry, Submission
from progress_app.queries.lines import Line, contexts_of, lines_of
from progress_app.queries.twins import entries_with_twins
from targets_app.models import Target
from unionplan.lib.dates import local_date
from unions_app.enums import Role
from unions_app.models import Union
from unions_app.rules import Access


@dataclass(frozen=True, slots=True)
class Waiting:
    """A return with lines that wait for the union's own approver."""

    submission: Submission
    waiting: int


def returns_to_endorse(access: Access) -> list[Waiting]:
    """Return the person's unions' returns with lines to endorse, oldest period first.

    Cost: two queries.
    """
    mine = Entry.objects.filter(submission__union__in=access.unions_as(Role.APPROVER))
    waiting = dict(
        mine.awaiting_endorsement()
        .order_by()
        .values_list("submission_id")
        .annotate(number=Count("pk"))
    )
    rows = Submission.objects.filter(pk__in=waiting).select_related("union", "period")
    return [
        Waiting(submission=row, waiting=waiting[row.pk])
        for row in rows.order_by("period__ends_on", "union__position")
    ]


def lines_to_endorse(submission: Submission) -> list[Line]:
    """Return the lines of a return that wait for its approver. Cost: six queries."""
    entries = Entry.objects.filter(submission=submission).awaiting_endorsement()
    return _lines(list(_with_company(entries).order_by("target__position")))


def entries_to_review(
    access: Access, *, target: Target | None = None, union: Union | None = None
) -> QuerySet[Entry]:
    """Return the entries that wait for the person's department, in the plan's order.

    They come with everything that ``review_lines`` needs.
    """
    led = access.unions_as(Role.OFFICER)
    entries = Entry.objects.filter(target__lead_department__in=led).awaiting_review()
    if target is not None:
        entries = entries.filter(target=target)
    if union is not None:
        entries = entries.filter(submission__union=union)
    return _with_company(entries).order_by(
        "target__position",
        "submission__union__position",
        "submission__period__ends_on",
        "pk",
    )


def _with_company(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related(
        "target",
        "submission__union",
        "submission__period__plan",
        "submitted_by",
        "saved_by",
    )


def review_lines(entries: Sequence[Entry]) -> list[Line]:
    """Return entries of many unions with what stands beside them.

    Cost: six queries, two more where figures are counted from lists.
    """
    return _lines(entries)


def _lines(entries: Sequence[Entry]) -> list[Line]:
    if not entries:
        return []
    on = max(entry.submission.period.ends_on for entry in entries)
    lines = lines_of(entries, contexts=contexts_of(entries), on=on)
    doubted = entries_with_twins(entries)
    return [
        replace(line, warnings=(*line.warnings, FigureWarning.LIKELY_TWICE))
        if line.entry.pk in doubted
        else line
        for line in lines
    ]


def unwarned(lines: Sequence[Line]) -> list[Line]:
    """Keep the lines that can be accepted without being opened."""
    return [line for line in lines if not line.warnings]


def acceptable_together(access: Access, entry_ids: Collection[int]) -> set[int]:
    """Keep the ids that the person's department may accept without opening them.

    A line with a warning must be opened; another department's is not there. What no
    longer waits stays, for the action to refuse it. Cost: six queries.
    """
    entries = Entry.objects.filter(
        pk__in=entry_ids, target__lead_department__in=access.unions_as(Role.OFFICER)
    )
    lines = review_lines(list(_with_company(entries)))
    return {line.entry.pk for line in unwarned(lines)}


def led_targets(access: Access) -> QuerySet[Target]:
    """Return the targets that the person's departments lead."""
    led = access.unions_as(Role.OFFICER)
    return Target.objects.filter(lead_department__in=led).order_by("plan", "position")


def reporting_unions(at: datetime) -> QuerySet[Union]:
    """Return the unions that hand in returns on a day, in official order."""
    rows: QuerySet[Union] = Union.objects.open_on(local_date(at)).reporting()
    return rows


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where an entry stands in the queue of its desk; None at either end."""

    before: int | None
    after: int | None
    position: int
    total: int


def neighbours(
    access: Access,
    pk: int,
    *,
    target: Target | None = None,
    union: Union | None = None,
) -> Neighbours:
    """Return the entries before and after one in the queue of the person's desk.

    For one that no longer waits, ``after`` is the first of the queue and ``position``
    is 0. Cost: one query.
    """
    waiting = entries_to_review(access, target=target, union=union)
    queue = list(waiting.values_list("pk", flat=True))
    if pk not in queue:
        first = queue[0] if queue else None
        return Neighbours(before=None, after=first, position=0, total=len(queue))
    i = queue.index(pk)
    return Neighbours(
        before=queue[i - 1] if i else None,
        after=queue[i + 1] if i + 1 < len(queue) else None,
        position=i + 1,
        total=len(queue),
    )
