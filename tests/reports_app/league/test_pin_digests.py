"""The monthly digest of pinned targets: once, to who wants it, with something in it."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from reports_app.actions.pin_digests import tell_pins
from reports_app.actions.pins import choose_digest, pin_target
from reports_app.models import PinDigest
from reports_app.rules.pin_digests import is_owed, owed_since
from tests import factories
from tests.factories import target_called
from unionplan.lib.dates import SHANGHAI
from unions_app.models import Membership, Notice

pytestmark = pytest.mark.django_db
HAVENS, RATE = "新建渝工港湾", "建会率"
DUE = datetime(2024, 10, 6, 8, tzinfo=SHANGHAI)
"""September falls due on the 5th: it is told on the next morning."""
EARLIER = datetime(2024, 9, 20, 9, tzinfo=SHANGHAI)


def pin(person, *names, at=EARLIER):
    for name in names:
        pin_target(target_id=target_called(name).pk, person_id=person.pk, at=at)


def notices():
    return Notice.objects.filter(kind="pinned")


@pytest.fixture
def reported(people):
    for number, quantity in ((8, "4"), (9, "6")):
        factories.accepted(
            "万州区",
            people.reporter,
            people.officer,
            {HAVENS: {"quantity": quantity}},
            number=number,
        )


@pytest.mark.parametrize(
    ("after", "owed"),
    [
        (timedelta(seconds=-1), False),
        (timedelta(), True),
        (timedelta(days=25), True),
        (timedelta(days=25, seconds=1), False),
    ],
)
def test_it_is_owed_from_the_morning_after_the_due_day(after, owed):
    due_on = factories.datetime(2024, 10, 5).date()

    assert owed_since(due_on=due_on) == DUE
    assert is_owed(due_on=due_on, at=DUE + after) is owed


def test_it_says_figure_light_change_and_coverage(people, reported):
    pin(people.leader, HAVENS)

    assert tell_pins(at=DUE) == 1

    told = notices().get(person=people.leader)
    assert told.title == "置顶月报：2024年9月，1 项"
    assert "新建渝工港湾：10 个（目标 400 个），完成 2.5%，应达 75%" in told.body
    assert "较上月 +6 个" in told.body
    assert "覆盖 1/46 家" in told.body
    assert "数据截至" in told.body
    with override("en"):
        assert told.title == "Pinned targets: 9/2024, 1 target"


def test_it_is_told_once_however_often_it_is_asked(people, reported):
    pin(people.leader, HAVENS)

    told = [tell_pins(at=DUE + timedelta(hours=hours)) for hours in (0, 0, 1, 48)]

    assert told == [1, 0, 0, 0]
    assert PinDigest.objects.count() == notices().count() == 1


def test_who_pinned_after_it_fell_due_waits_for_the_next(people, reported):
    pin(people.leader, HAVENS, at=DUE + timedelta(minutes=1))

    assert tell_pins(at=DUE + timedelta(hours=1)) == 0


def test_who_does_not_want_it_is_not_told(people, reported):
    pin(people.leader, HAVENS)
    choose_digest(is_wanted=False, person_id=people.leader.pk, at=EARLIER)

    assert tell_pins(at=DUE) == 0


def test_who_has_left_is_not_told(people, reported):
    pin(people.leader, HAVENS)
    Membership.objects.filter(person=people.leader).update(ends_on=EARLIER.date())

    assert tell_pins(at=DUE) == 0


def test_an_outage_is_caught_up_with(people, reported):
    pin(people.leader, HAVENS, RATE)

    assert tell_pins(at=DUE + timedelta(days=9)) == 1
    assert notices().get().title == "置顶月报：2024年9月，2 项"


def test_nothing_pinned_costs_two_queries(people, plan, django_assert_num_queries):
    tell_pins(at=DUE)

    with django_assert_num_queries(3):
        assert tell_pins(at=DUE) == 0
