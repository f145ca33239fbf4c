"""Reminding unions of their returns: by hand, and by the calendar."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from progress_app.actions.errors import ActionRefusedError
from progress_app.enums import ReminderKind
from progress_app.models import Reminder
from progress_app.queries.grid import clock_of
from progress_app.queries.status import waited_for
from progress_app.rules.reporting import calendar_reminder
from targets_app.enums import PeriodState
from targets_app.models import ReportingPeriod
from tasks_app.models import Plan
from unionplan.lib.dates import local_date
from unions_app.actions import (
    Happening,
    News,
    in_every_language,
    notify,
    record,
    take_receipt,
)
from unions_app.enums import NoticeKind
from unions_app.models import Union
from unions_app.queries import reporters_of


class NobodyToRemindError(ActionRefusedError):
    """All of the chosen unions have handed in meanwhile, or none was chosen."""


def usual_words(period: ReportingPeriod, *, at: datetime) -> str:
    """Return what a reminder of a period says by default, in the active language."""
    clock = clock_of(period, at)
    words = {
        PeriodState.OPEN: _(
            "%(period)s的报送截止日是%(due)s（当天24时前），请按时填报并提交。"
        ),
        PeriodState.OVERDUE: _(
            "%(period)s的报送已于%(due)s截止，尚未收到贵单位的报送。"
            "%(locks)s（当天24时）锁定前仍可填报，请尽快提交。"
        ),
    }.get(
        clock.state,
        _(
            "%(period)s的报送已于%(due)s截止并已锁定，尚未收到贵单位的报送。"
            "请说明情况，并联系市总工会办理补报。"
        ),
    )
    return words % {
        "period": period,
        "due": date_format(period.due_on, _("n月j日")),
        "locks": date_format(period.locks_on, _("n月j日")),
    }


@transaction.atomic
def remind(
    *,
    period: ReportingPeriod,
    union_ids: Collection[int],
    words: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> list[Union]:
    """Remind the chosen unions that still owe their return; return which those were.

    The caller has authorised. Errors: NobodyToRemindError; AlreadyDoneError for the
    same click again.
    """
    body = ["remind", period.pk, sorted(union_ids), words]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    unions = [u for u in waited_for(period=period, at=at) if u.pk in union_ids]
    if not unions:
        raise NobodyToRemindError
    reminder = Reminder.objects.create(
        kind=ReminderKind.BY_HAND,
        period=period,
        sent_by_id=person_id,
        sent_at=at,
        words=words,
    )
    _tell(reminder, unions, lambda: words)
    receipt.response = {"reminded": len(unions)}
    receipt.save(update_fields=["response"])
    return unions


def remind_by_calendar(*, at: datetime) -> int:
    """Send the reminders that the calendar owes at a moment; return how many new ones.

    Re-runnable: each is a row of its own, written first. Cost when none is due: two
    queries.
    """
    today = local_date(at)
    periods = ReportingPeriod.objects.filter(
        plan__in=Plan.objects.in_force(), opens_on__lte=today, locks_on__gte=today
    ).select_related("plan")
    kinds = {period: _owed_kind(period, at) for period in periods}
    sent = set(
        Reminder.objects.filter(period__in=kinds).values_list("period_id", "kind")
    )
    return sum(
        _remind_once(period, kind, at)
        for period, kind in kinds.items()
        if kind is not None and (period.pk, kind) not in sent
    )


def _owed_kind(period: ReportingPeriod, at: datetime) -> ReminderKind | None:
    return calendar_reminder(
        opens_on=period.opens_on,
        due_on=period.due_on,
        locks_on=period.locks_on,
        at=at,
    )


@transaction.atomic
def _remind_once(period: ReportingPeriod, kind: ReminderKind, at: datetime) -> int:
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(
                kind=kind, period=period, sent_at=at, words=usual_words(period, at=at)
            )
    except IntegrityError:
        return 0
    unions = waited_for(period=period, at=at)
    _tell(reminder, unions, lambda: usual_words(period, at=at))
    return 1


def _tell(
    reminder: Reminder, unions: Collection[Union], say: Callable[[], str]
) -> None:
    """Put a notice before everybody who reports for the unions, and record it."""
    at, period = reminder.sent_at, reminder.period
    reminder.unions.set(unions)
    people = reporters_of([union.pk for union in unions], on=local_date(at))
    news = [
        News(
            kind=NoticeKind.REMINDED,
            subject=f"period:{period.pk}:union:{union.pk}",
            person_ids=[person.pk for person in people[union.pk]],
            texts=_texts(union, period, say),
        )
        for union in unions
    ]
    notify(news=news, at=at)
    happening = Happening(
        action="unions.reminded",
        subject=f"reminder:{reminder.pk}",
        detail={
            "kind": str(reminder.kind),
            "period": period.pk,
            "unions": [union.pk for union in unions],
        },
    )
    record(happenings=[happening], person_id=reminder.sent_by_id, at=at)


def _texts(
    union: Union, period: ReportingPeriod, say: Callable[[], str]
) -> Mapping[str, Mapping[str, str]]:
    def told() -> tuple[str, str]:
        title = _("催报：%(union)s · %(period)s") % {"union": union, "period": period}
        return title, say()

    return in_every_language(told)
