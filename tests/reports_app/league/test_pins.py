"""Pinned targets: at most twelve, in the person's order, on their own cockpit only."""

import pytest
from django.urls import reverse

from reports_app.actions.pins import (
    MOST_PINS,
    Direction,
    TooManyPinsError,
    move_pin,
    pin_target,
    unpin_target,
)
from reports_app.models import DigestChoice, Pin
from targets_app.models import Target
from tests.factories import target_called
from tests.people import NOW, signed_in
from tests.progress_app.desks import queries_of
from unions_app.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS, MEMBERS, RATE = "新建渝工港湾", "发展工会会员", "建会率"


def pinned(person, *names):
    for name in names:
        pin_target(target_id=target_called(name).pk, person_id=person.pk, at=NOW)


def order_of(person):
    rows = Pin.objects.filter(person=person).order_by("position")
    return list(rows.values_list("target__name", "position"))


def moved(person, name, direction):
    target_id = target_called(name).pk
    return move_pin(
        target_id=target_id, person_id=person.pk, direction=direction, at=NOW
    )


def test_a_pin_is_put_behind_the_others_once_and_told_to_the_trail(people):
    pinned(people.leader, HAVENS, MEMBERS, HAVENS)

    assert order_of(people.leader) == [(HAVENS, 1), (MEMBERS, 2)]
    assert AuditEvent.objects.filter(action="target.pinned").count() == 2
    assert order_of(people.auditor) == []


def test_pins_change_places_and_stay_within_the_ends(people):
    pinned(people.leader, HAVENS, MEMBERS, RATE)

    assert moved(people.leader, RATE, Direction.FORWARD)
    assert not moved(people.leader, HAVENS, Direction.FORWARD)
    assert not moved(people.leader, MEMBERS, Direction.BACK)
    assert not moved(people.auditor, HAVENS, Direction.BACK)

    assert [name for name, _place in order_of(people.leader)] == [HAVENS, RATE, MEMBERS]


def test_a_pin_taken_away_leaves_no_gap(people):
    pinned(people.leader, HAVENS, MEMBERS, RATE)
    target_id = target_called(HAVENS).pk

    assert unpin_target(target_id=target_id, person_id=people.leader.pk, at=NOW)
    assert not unpin_target(target_id=target_id, person_id=people.leader.pk, at=NOW)

    assert order_of(people.leader) == [(MEMBERS, 1), (RATE, 2)]


def test_more_than_twelve_are_refused_and_the_page_says_so(people):
    targets = list(Target.objects.order_by("position")[: MOST_PINS + 1])
    for target in targets[:-1]:
        pin_target(target_id=target.pk, person_id=people.leader.pk, at=NOW)

    with pytest.raises(TooManyPinsError):
        pin_target(target_id=targets[-1].pk, person_id=people.leader.pk, at=NOW)
    address = reverse("pin_target", args=[targets[-1].pk])
    page = signed_in(people.leader).post(address, follow=True)

    assert "最多置顶 12 项，请先取消一项再置顶。" in page.text
    assert Pin.objects.filter(person=people.leader).count() == MOST_PINS


def test_pinned_targets_stand_first_on_ones_own_cockpit(people):
    client = signed_in(people.leader)
    address = reverse("target", args=[target_called(HAVENS).pk])
    assert "我的置顶" not in client.get("/cockpit/").text

    answer = client.post(f"{address}pin/", {"next": address})

    assert answer["Location"] == address
    page = client.get("/cockpit/").text
    assert page.index("我的置顶") < page.index('class="headline"')
    assert "我的置顶" not in signed_in(people.auditor).get("/cockpit/").text


def test_a_link_out_of_the_portal_is_not_followed_after_a_pin(people):
    address = reverse("pin_target", args=[target_called(HAVENS).pk])

    answer = signed_in(people.leader).post(address, {"next": "https://evil.example/"})

    assert "evil" not in answer["Location"]


def test_the_digest_is_chosen_and_nonsense_is_refused(people):
    client = signed_in(people.leader)

    told = client.post("/pins/digest/", {"wanted": "no"}, follow=True).text

    assert "不再发送置顶月报。" in told
    assert not DigestChoice.objects.get(person=people.leader).is_wanted
    assert client.post("/pins/digest/", {"wanted": "x"}).status_code == 400
    client.post("/pins/digest/", {"wanted": "yes"})
    assert DigestChoice.objects.get(person=people.leader).is_wanted


def test_the_strip_costs_the_same_for_three_pins_as_for_one(people):
    from_cockpit = signed_in(people.leader)
    pinned(people.leader, HAVENS)
    one = queries_of(from_cockpit, "/cockpit/")
    pinned(people.leader, MEMBERS, RATE)

    assert queries_of(from_cockpit, "/cockpit/") == one
