"""Loading one object and authorising it at once: what is not yours does not exist."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from progress_app.enums import EntryState
from progress_app.models import (
    Correction,
    Entry,
    Evidence,
    Item,
    PeriodException,
    Submission,
)
from progress_app.rules.corrections import can_propose
from targets_app.models import ReportingPeriod
from tasks_app.enums import PlanStatus
from unions_app.enums import Role
from unions_app.models import Union
from unions_app.rules import Access, can_administer, can_report_for

ENTRY_PARTS = (
    "target__lead_department",
    "submission__union",
    "submission__period__plan",
    "submitted_by",
    "saved_by",
)
CORRECTION_PARTS = (
    "corrects__review__reviewer",
    "proposed_by",
    "decided_by",
    *(f"entry__{part}" for part in ENTRY_PARTS),
)
EXCEPTION_PARTS = ("union", "period__plan", "asked_by", "decided_by")


def union_to_report_for(access: Access, pk: int) -> Union:
    """Return a union the person fills in for. Errors: Union.DoesNotExist."""
    if not can_report_for(access, pk):
        raise Union.DoesNotExist
    return Union.objects.get(pk=pk)


def period_in_force(pk: int) -> ReportingPeriod:
    """Return a period of a plan in force. Errors: ReportingPeriod.DoesNotExist."""
    return ReportingPeriod.objects.get(pk=pk, plan__status=PlanStatus.ACTIVE)


def submission_for(access: Access, pk: int) -> Submission:
    """Return a return the person may read, with its union and period.

    Errors: Submission.DoesNotExist.
    """
    rows = Submission.objects.visible_to(access)
    return rows.select_related("union", "period__plan").get(pk=pk)


def submission_to_fill(access: Access, pk: int) -> Submission:
    """Return a return the person fills in, with its union and period.

    Errors: Submission.DoesNotExist, also for who may only read it.
    """
    unions = access.unions_as(Role.REPORTER, Role.OFFICER)
    rows = Submission.objects.filter(union__in=unions)
    return rows.select_related("union", "period__plan").get(pk=pk)


def submission_to_endorse(access: Access, pk: int) -> Submission:
    """Return a return of a union the person endorses for, with union and period.

    Errors: Submission.DoesNotExist.
    """
    rows = Submission.objects.filter(union__in=access.unions_as(Role.APPROVER))
    return rows.select_related("union", "period__plan").get(pk=pk)


def entry_to_endorse(access: Access, pk: int) -> Entry:
    """Return an entry of a union the person endorses for; drafts do not show.

    Errors: Entry.DoesNotExist.
    """
    rows = Entry.objects.filter(
        submission__union__in=access.unions_as(Role.APPROVER)
    ).exclude(state=EntryState.DRAFT)
    return rows.select_related("target", "submission").get(pk=pk)


def entry_for_review(access: Access, pk: int) -> Entry:
    """Return an entry for a target of the person's department; drafts do not show.

    It comes with its target, union, period and who submitted it. Errors:
    Entry.DoesNotExist.
    """
    rows = Entry.objects.filter(
        target__lead_department__in=access.unions_as(Role.OFFICER)
    ).exclude(state=EntryState.DRAFT)
    return rows.select_related(
        "target__lead_department",
        "target__measure__task__area",
        "submission__union",
        "submission__period__plan",
        "submitted_by",
        "saved_by",
    ).get(pk=pk)


def entries_within(submission: Submission, entry_ids: Collection[int]) -> set[int]:
    """Keep the ids of the entries that belong to a return."""
    rows = Entry.objects.filter(submission=submission, pk__in=entry_ids)
    return set(rows.values_list("pk", flat=True))


def entry_to_read(access: Access, pk: int) -> Entry:
    """Return an entry the person may read, with its target, union and period.

    Errors: Entry.DoesNotExist.
    """
    rows = Entry.objects.visible_to(access)
    return rows.select_related(*ENTRY_PARTS).get(pk=pk)


def entry_to_support(access: Access, pk: int) -> Entry:
    """Return an entry of a union the person fills in for. Errors: as above."""
    unions = access.unions_as(Role.REPORTER, Role.OFFICER)
    rows = Entry.objects.filter(submission__union__in=unions)
    return rows.select_related(*ENTRY_PARTS).get(pk=pk)


def entry_to_correct(access: Access, pk: int) -> Entry:
    """Return an entry of which the person may propose a correction.

    It was reported by a union the person fills in for, or is led by their department.
    Errors: Entry.DoesNotExist.
    """
    entry = entry_to_read(access, pk)
    if not can_propose(
        access,
        union_id=entry.submission.union_id,
        lead_department_id=entry.target.lead_department_id,
    ):
        raise Entry.DoesNotExist
    return entry


def correction_to_read(access: Access, pk: int) -> Correction:
    """Return a correction the person may read, with all that its page shows.

    Errors: Correction.DoesNotExist.
    """
    rows = Correction.objects.visible_to(access)
    return rows.select_related(*CORRECTION_PARTS).get(pk=pk)


def correction_to_decide(access: Access, pk: int) -> Correction:
    """Return a correction of a figure that the person's department leads.

    Errors: Correction.DoesNotExist.
    """
    rows = Correction.objects.filter(
        entry__target__lead_department__in=access.unions_as(Role.OFFICER)
    )
    return rows.select_related(*CORRECTION_PARTS).get(pk=pk)


def correction_to_change(access: Access, pk: int) -> Correction:
    """Return a correction that the person proposed, or a colleague of their union.

    Errors: Correction.DoesNotExist.
    """
    rows = Correction.objects.visible_to(access).filter(
        Q(proposed_by=access.person_id)
        | Q(entry__submission__union__in=access.unions_as(Role.REPORTER, Role.OFFICER))
    )
    return rows.select_related(*CORRECTION_PARTS).get(pk=pk)


def evidence_to_read(access: Access, pk: int) -> Evidence:
    """Return a file the person may read. Errors: Evidence.DoesNotExist."""
    return Evidence.objects.visible_to(access).get(pk=pk)


def evidence_to_remove(access: Access, pk: int) -> Evidence:
    """Return a file that supports what the person may change.

    Errors: Evidence.DoesNotExist.
    """
    unions = access.unions_as(Role.REPORTER, Role.OFFICER)
    return Evidence.objects.visible_to(access).get(
        Q(entry__submission__union__in=unions)
        | Q(correction__entry__submission__union__in=unions)
        | Q(correction__proposed_by=access.person_id),
        pk=pk,
    )


def exception_to_read(access: Access, pk: int) -> PeriodException:
    """Return a request the person may read. Errors: PeriodException.DoesNotExist."""
    rows = PeriodException.objects.visible_to(access)
    return rows.select_related(*EXCEPTION_PARTS).get(pk=pk)


def exception_to_decide(access: Access, pk: int) -> PeriodException:
    """Return a request that the person may decide on.

    Errors: PeriodException.DoesNotExist, also for who may only read it.
    """
    if not can_administer(access):
        raise PeriodException.DoesNotExist
    return exception_to_read(access, pk)


def _with_lists(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Keep lines that have a list or may have one, with what its page shows."""
    return entries.filter(
        Q(target__itemised=True) | Q(item_count__gt=0)
    ).select_related("target", "submission__union", "submission__period__plan")


def entry_with_list(access: Access, pk: int) -> Entry:
    """Return a line whose list of items the person may read.

    Errors: Entry.DoesNotExist, also where the figure is typed, not counted.
    """
    return _with_lists(Entry.objects.visible_to(access)).get(pk=pk)


def entry_to_list_for(access: Access, pk: int) -> Entry:
    """Return a line whose list of items the person keeps. Errors: as above."""
    unions = access.unions_as(Role.REPORTER, Role.OFFICER)
    rows = Entry.objects.filter(submission__union__in=unions)
    return _with_lists(rows).get(pk=pk)


def item_to_change(access: Access, pk: int) -> Item:
    """Return an item of a list that the person keeps, with its line.

    Errors: Item.DoesNotExist.
    """
    unions = access.unions_as(Role.REPORTER, Role.OFFICER)
    rows = Item.objects.filter(entry__submission__union__in=unions)
    return rows.select_related(
        "entry__target", "entry__submission__union", "entry__submission__period__plan"
    ).get(pk=pk)
