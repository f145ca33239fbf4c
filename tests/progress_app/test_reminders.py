"""Reminding by hand and by the calendar: who is told, in what words, and once only."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from progress_app.actions.reminders import (
    NobodyToRemindError,
    remind,
    remind_by_calendar,
    usual_words,
)
from progress_app.enums import ReminderKind
from progress_app.jobs import remind_by_calendar as calendar_job
from progress_app.models import Reminder
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS
from unionplan.lib.dates import start_of
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.enums import NoticeKind
from unions_app.models import AuditEvent, Installation, Notice, Union

pytestmark = pytest.mark.django_db
TYPED = {HAVENS: {"quantity": "5"}}
WORDS = "请在今天下班前提交"


def on_day(offset, *, hour=9, number=10):
    """Return a moment so many days after a month's due day."""
    day = factories.month(number).due_on + timedelta(days=offset)
    return start_of(day) + timedelta(hours=hour)


def reminded(people, *unions, words=WORDS, at=NOW, key=None, number=10):
    return remind(
        period=factories.month(number),
        union_ids={factories.union_called(union).pk for union in unions},
        words=words,
        person_id=people.officer.pk,
        at=at,
        client_key=key or uuid4(),
    )


def told_to(person):
    return list(Notice.objects.filter(person=person))


def test_every_reporter_of_the_union_is_told_and_nobody_else(people):
    assert [str(union) for union in reminded(people, "万州区")] == ["万州区"]

    told = Notice.objects.values_list("person__username", flat=True)
    assert set(told) == {"reporter", "colleague"}
    [notice] = told_to(people.reporter)
    assert notice.kind == NoticeKind.REMINDED
    assert (notice.title, notice.body) == ("催报：万州区 · 2024年10月", WORDS)
    assert (notice.created_at, notice.read_at, notice.emailed_at) == (NOW, None, None)
    with translation.override("en"):
        assert notice.title == "Reminder: 万州区 · 10/2024"


def test_the_row_says_who_when_what_and_whom(people):
    reminded(people, "万州区", "江北区")

    reminder = Reminder.objects.get()
    assert reminder.kind == ReminderKind.BY_HAND
    assert reminder.sent_by == people.officer
    assert (reminder.sent_at, reminder.words) == (NOW, WORDS)
    assert {str(union) for union in reminder.unions.all()} == {"万州区", "江北区"}
    event = AuditEvent.objects.get(action="unions.reminded")
    assert event.subject == f"reminder:{reminder.pk}"
    assert len(event.detail["unions"]) == 2
    assert WORDS not in str(event.detail)


def test_who_has_handed_in_meanwhile_is_left_out(people):
    factories.submitted("万州区", people.reporter, TYPED)

    assert [str(u) for u in reminded(people, "万州区", "江北区")] == ["江北区"]
    assert told_to(people.reporter) == []
    assert len(told_to(people.stranger)) == 1


def test_a_reminder_that_would_reach_no_union_is_refused(people):
    factories.submitted("万州区", people.reporter, TYPED)

    with pytest.raises(NobodyToRemindError):
        reminded(people, "万州区")
    with pytest.raises(NobodyToRemindError):
        reminded(people)

    assert not Reminder.objects.exists()


def test_the_same_click_again_tells_nobody_again(people):
    key = uuid4()
    reminded(people, "万州区", key=key)
    with pytest.raises(AlreadyDoneError):
        reminded(people, "万州区", key=key)
    with pytest.raises(KeyReusedError):
        reminded(people, "江北区", key=key)

    assert Reminder.objects.count() == 1


def test_a_second_reminder_takes_the_place_of_the_first_and_is_unread(people):
    reminded(people, "万州区")
    Notice.objects.update(read_at=NOW, emailed_at=NOW)
    later = NOW + timedelta(hours=1)

    reminded(people, "万州区", words="最后一次提醒", at=later)

    [notice] = told_to(people.reporter)
    assert notice.body == "最后一次提醒"
    assert (notice.created_at, notice.read_at, notice.emailed_at) == (later, None, None)
    assert Reminder.objects.count() == 2


def test_other_months_are_told_apart(people):
    reminded(people, "万州区")
    reminded(people, "万州区", number=9)

    assert len(told_to(people.reporter)) == 2


def test_more_unions_cost_no_more_queries(people):
    reminded(people, "渝中区")
    with CaptureQueriesContext(connection) as one:
        reminded(people, "万州区")
    names = ("江北区", "涪陵区", "渝中区")
    with CaptureQueriesContext(connection) as three:
        reminded(people, *names)

    # The test itself looks up the union of each name.
    assert len(three) - len(names) == len(one) - 1


@pytest.mark.parametrize(
    ("offset", "said", "unsaid"),
    [
        (-3, "报送截止日是11月5日", "逾期"),
        (0, "报送截止日是11月5日", "锁定"),
        (1, "11月15日（当天24时）锁定前仍可填报", "联系"),
        (11, "已锁定", "仍可填报"),
    ],
)
def test_the_usual_words_fit_the_day(plan, offset, said, unsaid):
    words = usual_words(factories.month(10), at=on_day(offset))

    assert said in words
    assert unsaid not in words
    assert words.startswith("2024年10月")


CALENDAR = [
    (-3, ReminderKind.THREE_DAYS_BEFORE),
    (-1, ReminderKind.ONE_DAY_BEFORE),
    (1, ReminderKind.DAY_AFTER),
]


@pytest.mark.parametrize(("offset", "kind"), CALENDAR)
def test_the_calendar_reminds_who_has_not_handed_in_once(people, offset, kind):
    factories.submitted("江北区", people.stranger, TYPED)
    at = on_day(offset)

    assert remind_by_calendar(at=at) == 1
    assert remind_by_calendar(at=at + timedelta(minutes=5)) == 0

    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.sent_by, reminder.sent_at) == (kind, None, at)
    unions = {str(union) for union in reminder.unions.all()}
    assert "万州区" in unions
    assert "江北区" not in unions
    assert told_to(people.stranger) == []
    [notice] = told_to(people.reporter)
    assert notice.body == usual_words(factories.month(10), at=at) == reminder.words
    with translation.override("en"):
        assert notice.body == usual_words(factories.month(10), at=at)


def test_two_weeks_of_the_calendar_remind_three_times(people):
    first = on_day(-3, hour=0)
    for hour in range(0, 24 * 13, 6):
        remind_by_calendar(at=first + timedelta(hours=hour))

    rows = Reminder.objects.order_by("sent_at").values_list("kind", flat=True)
    assert list(rows) == [kind for _offset, kind in CALENDAR]


def test_a_day_without_a_clock_is_made_up_for(people):
    assert remind_by_calendar(at=on_day(-2)) == 1
    assert Reminder.objects.get().kind == ReminderKind.THREE_DAYS_BEFORE


def test_where_nobody_is_waited_for_nobody_is_told_and_it_is_done(people):
    Union.objects.reporting().update(closed_on=date(2023, 12, 31))

    assert remind_by_calendar(at=on_day(-3)) == 1
    assert remind_by_calendar(at=on_day(-3)) == 0
    assert not Reminder.objects.get().unions.exists()
    assert not Notice.objects.exists()


def test_the_calendar_leaves_plans_that_are_not_in_force_alone(plan):
    Plan.objects.update(status=PlanStatus.DRAFT)

    assert remind_by_calendar(at=on_day(-3)) == 0


def test_a_calendar_with_nothing_to_do_costs_two_queries(
    plan, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert remind_by_calendar(at=NOW) == 0


def test_the_database_holds_one_row_a_period_and_kind(people):
    remind_by_calendar(at=on_day(-3))
    row = {"period": factories.month(10), "sent_at": NOW, "words": WORDS}

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(kind=ReminderKind.THREE_DAYS_BEFORE, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(kind=ReminderKind.BY_HAND, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            kind=ReminderKind.DAY_AFTER, sent_by=people.officer, **row
        )


def test_the_job_takes_the_portals_moment(people, autumn_2024):
    calendar_job()
    assert not Reminder.objects.exists()

    days = on_day(-3) - NOW
    Installation.objects.update(clock_offset=autumn_2024.clock_offset + days)
    calendar_job()
    calendar_job()

    assert Reminder.objects.get().kind == ReminderKind.THREE_DAYS_BEFORE
