"""What people are told: once a subject, in both languages, and read when they say so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from tests.people import NOW, access_to, make_person
from tests.unions_app.telling import told
from unions_app import context
from unions_app.actions import in_every_language, notify, read_notices
from unions_app.enums import NoticeKind, Role
from unions_app.models import Membership, Notice
from unions_app.queries import (
    notice_for,
    notices_for,
    reporters_of,
    unread_notices,
)
from unions_app.rules import Access

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_what_is_said_is_kept_in_every_language():
    said = in_every_language(lambda: (gettext("消息"), gettext("退出")))

    assert said == {
        "zh-hans": {"title": "消息", "body": "退出"},
        "en": {"title": "Notices", "body": "Sign out"},
    }


def test_a_notice_speaks_the_readers_language(people):
    notice = told(people.reporter, title="题", body="文")

    assert (notice.title, notice.body, str(notice)) == ("题", "文", "题")
    with translation.override("en"):
        assert (notice.title, notice.body) == ("en 题", "en 文")
    with translation.override("de"):
        assert notice.title == "题"


def test_each_person_has_a_notice_of_their_own(people):
    told(people.reporter, people.colleague)
    read_notices(person_id=people.reporter.pk, at=NOW)

    assert unread_notices(access_to(people.reporter)) == 0
    assert unread_notices(access_to(people.colleague)) == 1


def test_the_same_subject_is_told_anew_not_twice(people):
    first = told(people.reporter, body="一")
    read_notices(person_id=people.reporter.pk, at=NOW)

    second = told(people.reporter, body="二", at=LATER)

    assert second.pk == first.pk
    assert (second.body, second.created_at, second.read_at) == ("二", LATER, None)


def test_another_subject_or_kind_is_another_notice(people):
    told(people.reporter, subject="submission:1", kind=NoticeKind.RETURNED)
    told(people.reporter, subject="submission:1", kind=NoticeKind.ACCEPTED)
    told(people.reporter, subject="submission:2", kind=NoticeKind.ACCEPTED)

    assert unread_notices(access_to(people.reporter)) == 3


def test_telling_nobody_is_nothing(people):
    notify(news=[], at=NOW)

    assert not Notice.objects.exists()


def test_telling_many_costs_as_much_as_telling_one(people):
    with CaptureQueriesContext(connection) as one:
        told(people.reporter)
    with CaptureQueriesContext(connection) as three:
        told(people.colleague, people.stranger, people.officer)

    assert len(one) == len(three)


def test_what_is_read_stays_read_at_its_first_moment(people):
    notice = told(people.reporter)

    assert read_notices(person_id=people.reporter.pk, at=NOW) == 1
    assert read_notices(person_id=people.reporter.pk, at=LATER) == 0

    notice.refresh_from_db()
    assert notice.read_at == NOW


def test_some_are_read_by_number_or_by_age(people):
    old = told(people.reporter, subject="submission:1", at=NOW)
    new = told(people.reporter, subject="submission:2", at=LATER)
    foreign = told(people.stranger)
    person_id = people.reporter.pk

    assert read_notices(person_id=person_id, at=LATER, before=LATER) == 1
    assert read_notices(person_id=person_id, at=LATER, notice_ids=[foreign.pk]) == 0
    assert read_notices(person_id=person_id, at=LATER, notice_ids=[new.pk]) == 1
    assert set(Notice.objects.unread()) == {foreign}
    assert old != new


def test_people_see_their_own_only_the_newest_first(people):
    old = told(people.reporter, subject="submission:1")
    new = told(people.reporter, subject="submission:2", at=LATER)
    foreign = told(people.stranger)
    access = access_to(people.reporter)

    assert list(notices_for(access)) == [new, old]
    assert notice_for(access, old.pk) == old
    with pytest.raises(Notice.DoesNotExist):
        notice_for(access, foreign.pk)
    assert not notices_for(Access()).exists()


def test_reporters_come_before_officers_and_only_who_is_there(people):
    unions = dict(Membership.objects.values_list("person__username", "union"))
    gone = make_person("gone", (Role.REPORTER, "万州区"))
    Membership.objects.filter(person=gone).update(ends_on=NOW.date() - timedelta(1))
    people.colleague.is_active = False
    people.colleague.save()

    found = reporters_of(
        [unions["reporter"], unions["officer"], unions["other-officer"], 10**6],
        on=NOW.date(),
    )

    assert found == {
        unions["reporter"]: [people.reporter],
        unions["officer"]: [people.department_reporter],
        unions["other-officer"]: [people.other_officer],
        10**6: [],
    }


def test_the_header_counts_only_when_it_is_drawn(people, django_assert_num_queries):
    told(people.reporter)
    request = RequestFactory().get("/")
    request.access = access_to(people.reporter)

    with django_assert_num_queries(0):
        unread = context.portal(request)["unread"]
    with django_assert_num_queries(1):
        assert unread() == 1


def test_the_header_of_a_stranger_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert context.portal(RequestFactory().get("/"))["unread"]() == 0
