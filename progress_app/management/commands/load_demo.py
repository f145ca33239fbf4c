"""Load the demonstration: people, shares, and progress for January to September."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from progress_app.actions import reminders, reviews, submissions
from progress_app.actions.errors import NotReadyError
from progress_app.actions.reconciliations import reconcile
from progress_app.actions.rollups import follow_reference_changes
from progress_app.actions.submissions import CellInput
from progress_app.management import demo_people, demo_story
from progress_app.models import Entry, Submission
from progress_app.queries.status import waited_for
from targets_app.actions import set_quotas
from targets_app.enums import Source, TargetKind
from targets_app.models import PaceCurve, Quota, ReportingPeriod, Target
from targets_app.rules import owes, split_by_weights
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unionplan.lib.dates import SHANGHAI, start_of
from unions_app.actions import (
    NotADemonstrationError,
    become_demonstration,
    read_notices,
)
from unions_app.models import Person, Union
from unions_app.queries import current_installation, portal_time

CLOCK_STARTS = datetime(2024, 10, 28, 9, 0, tzinfo=SHANGHAI)
PLAN_ISSUED_ON = date(2024, 2, 27)
EXPLANATION = "演示数据：确认此数无误，材料存本单位备查"
IN_REVIEW = 3
"""How many unions' September returns still wait when the demonstration begins."""
EARLY = (3, 14, 40)
"""Which unions, in official order, have handed in October already."""


def now() -> datetime:
    """Return the portal's moment."""
    return portal_time(installation=current_installation(), at=timezone.now())


class Command(BaseCommand):
    """Fill an unused database with labelled demonstration data, once.

    Everything goes through the same actions as a person's entry, at moments of 2024.
    A database that anybody has used for real is refused.
    """

    help = "Load labelled demonstration data into an unused database; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --sign-ins."""
        parser.add_argument(
            "--sign-ins", action="store_true", help="only print the sign-ins"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless it is there, and tell the sign-ins."""
        translation.activate("zh-hans")
        is_loaded = current_installation().is_demonstration
        if options["sign_ins"]:
            if is_loaded:
                self._tell_sign_ins()
            return
        if not is_loaded:
            self._load()
        self._tell_sign_ins()

    def _load(self) -> None:
        plan = current_plan()
        if plan is None:
            raise CommandError("load the plan first: loaddata unions_2024 plan_2024")
        if Person.objects.exists() or Submission.objects.exists():
            raise CommandError("this database is in use: demonstration data stays out")
        with transaction.atomic():
            try:
                become_demonstration(clock_offset=CLOCK_STARTS - timezone.now())
            except NotADemonstrationError as error:
                raise CommandError("this installation was declared real") from error
            postings = Year(plan).play()
        follow_reference_changes()
        reconcile(plan_id=plan.pk, now=now)
        self.stdout.write(f"demonstration loaded: {postings} postings")

    def _tell_sign_ins(self) -> None:
        for sign_in in demo_people.SIGN_INS:
            self.stdout.write(
                f"  {sign_in.username:10} {demo_people.PASSWORD}   "
                f"{sign_in.role.label} · {sign_in.union}"
            )


class Year:
    """Plays the demonstration's year on a plan."""

    def __init__(self, plan: Plan) -> None:
        """Read what the plan asks of whom."""
        self.plan = plan
        self.targets = list(Target.objects.filter(plan=plan).order_by("position"))
        self.unions = list(Union.objects.open_on(plan.ends_on).reporting())
        self.curves = {
            curve.target_id: curve
            for curve in PaceCurve.objects.filter(target__plan=plan)
        }
        self.periods = {
            period.number: period
            for period in ReportingPeriod.objects.filter(plan=plan)
        }

    def play(self) -> int:
        """Hire, split, and report month by month; return the number of postings."""
        begin = start_of(self.plan.starts_on) + timedelta(hours=9)
        self.staff = demo_people.hire(at=begin)
        for target in self.targets:
            self._split(target, at=begin)
        self.shares = {
            (quota.target_id, quota.union_id): quota.amount
            for quota in Quota.objects.filter(target__plan=self.plan)
        }
        postings = 0
        for month in demo_story.MONTHS:
            self._report(month)
            postings += self._review(month)
        self._read_what_is_old()
        self._remind_late()
        self._begin_october()
        return postings

    def _split(self, target: Target, *, at: datetime) -> None:
        """Split a countable district target evenly: a placeholder, and labelled so."""
        if target.source != Source.DISTRICTS or target.amount is None:
            return
        if target.kind == TargetKind.RATIO:
            return
        weights = {u.pk: 1 for u in self.unions if self._owes(u, target)}
        parts = split_by_weights(total=int(target.amount), weights=weights)
        set_quotas(
            target=target,
            amounts={pk: Decimal(part) for pk, part in parts.items()},
            effective_on=self.plan.starts_on,
            reason="演示数据：平均分解",
            person_id=None,
            at=at,
        )

    def _owes(self, union: Union, target: Target) -> bool:
        return owes(
            source=target.source,
            territorial_only=target.territorial_only,
            lead_department_id=target.lead_department_id,
            union_id=union.pk,
            union_kind=union.kind,
        )

    def _report(self, month: int) -> None:
        for number, union in enumerate(self.unions):
            if not demo_story.is_missing(union, month):
                self._hand_in(union, month, minutes=number)

    def _hand_in(self, union: Union, month: int, *, minutes: int) -> Submission | None:
        period = self.periods[month]
        person_id = self.staff.reporters[union.pk].pk
        at = start_of(period.opens_on) + timedelta(days=2, hours=9, minutes=minutes)
        if not any(self._owes(union, target) for target in self.targets):
            return None
        submission = submissions.start_submission(
            union=union, period=period, person_id=person_id, at=at
        )
        entries = list(submission.entries.select_related("target"))
        typed = {entry.pk: self._typed(union, entry, month) for entry in entries}
        self._save(submission, entries, typed, person_id, at)
        try:
            self._submit(submission, person_id, at)
        except NotReadyError as refusal:
            doubted = list(submission.entries.filter(pk__in=refusal.obstacles))
            explained = {
                entry.pk: typed[entry.pk] | {"note": EXPLANATION} for entry in doubted
            }
            self._save(submission, doubted, explained, person_id, at)
            self._submit(submission, person_id, at)
        return submission

    def _typed(self, union: Union, entry: Entry, month: int) -> dict[str, str]:
        target = entry.target
        share = self.shares.get((target.pk, union.pk))
        if share is None and target.source != Source.DISTRICTS:
            # Reported by departments, or by all: a part of the city's own amount.
            parts = 1 if target.source == Source.MUNICIPAL else len(self.unions)
            share = target.amount / parts if target.amount else None
        return demo_story.figures(
            union=union,
            target=target,
            curve=self.curves[target.pk],
            share=share,
            month=month,
        )

    def _save(
        self,
        submission: Submission,
        entries: list[Entry],
        typed: dict[int, dict[str, str]],
        person_id: int,
        at: datetime,
    ) -> None:
        cells = [CellInput(e.pk, e.version, typed[e.pk]) for e in entries]
        outcome = submissions.save_cells(
            submission=submission,
            cells=cells,
            person_id=person_id,
            at=at,
            client_key=uuid4(),
        )
        if len(outcome.saved) != len(cells):
            raise CommandError(f"the story does not fit the rules: {outcome}")

    def _submit(self, submission: Submission, person_id: int, at: datetime) -> None:
        submissions.submit(
            submission=submission, person_id=person_id, at=at, client_key=uuid4()
        )

    def _review(self, month: int) -> int:
        """Let every department accept what came in; the last few of September wait."""
        period = self.periods[month]
        at = start_of(period.due_on) + timedelta(days=1, hours=9)
        self._endorse(period, at)
        waiting = Entry.objects.filter(submission__period=period).awaiting_review()
        if month == demo_story.MONTHS[-1]:
            late = [union.pk for union in self.unions[5 : 5 + IN_REVIEW]]
            waiting = waiting.exclude(submission__union__in=late)
        by_department: dict[int, dict[int, int]] = defaultdict(dict)
        rows = waiting.values_list("target__lead_department", "pk", "version")
        for department_id, pk, version in rows:
            by_department[department_id][pk] = version
        accepted = 0
        for number, (department_id, versions) in enumerate(
            sorted(by_department.items())
        ):
            accepted += len(
                reviews.accept_entries(
                    versions=versions,
                    person_id=self.staff.officers[department_id].pk,
                    at=at + timedelta(hours=number),
                    client_key=uuid4(),
                )
            )
        return accepted

    def _endorse(self, period: ReportingPeriod, at: datetime) -> None:
        rows = Entry.objects.filter(submission__period=period).awaiting_endorsement()
        for union_id, person in self.staff.approvers.items():
            mine = rows.filter(submission__union=union_id)
            versions = dict(mine.values_list("pk", "version"))
            if versions:
                reviews.endorse_entries(
                    versions=versions,
                    person_id=person.pk,
                    at=at - timedelta(hours=1),
                    client_key=uuid4(),
                )

    def _begin_october(self) -> None:
        """Let a few unions hand in early, so that no desk is empty."""
        for number, union in enumerate(self.unions):
            is_early = union.has_approver or number in EARLY
            if is_early:
                self._hand_in(union, 10, minutes=number)

    def _read_what_is_old(self) -> None:
        """Leave only the last month's notices unread, as with people who look in."""
        last = self.periods[demo_story.MONTHS[-1]]
        for person in Person.objects.all():
            read_notices(
                person_id=person.pk,
                before=start_of(last.due_on),
                at=start_of(last.due_on),
            )

    def _remind_late(self) -> None:
        """Let a department remind who handed in nothing for the last month."""
        period = self.periods[demo_story.MONTHS[-1]]
        at = start_of(period.due_on) + timedelta(days=3, hours=9)
        late = waited_for(period=period, at=at)
        officer = self.staff.officers[min(self.staff.officers)]
        reminders.remind(
            period=period,
            union_ids={union.pk for union in late},
            words=reminders.usual_words(period, at=at),
            person_id=officer.pk,
            at=at,
            client_key=uuid4(),
        )
