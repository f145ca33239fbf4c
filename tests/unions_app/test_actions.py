"""The audit trail, receipts of requests, the installation, people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from tests.people import NOW, access_to, make_person
from unionplan.lib.chain import GENESIS
from unions_app.actions import (
    AlreadyDoneError,
    Happening,
    KeyReusedError,
    NotADemonstrationError,
    become_demonstration,
    create_person,
    record,
    remember_language,
    take_receipt,
)
from unions_app.enums import InstallationMode, Role
from unions_app.models import AuditEvent, ChainHead, Installation, Receipt, Union
from unions_app.queries import AUDIT_CHAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return make_person("somebody")


def happen(*actions, person_id=None):
    happenings = [Happening(action=action, subject="test:1") for action in actions]
    record(happenings=happenings, person_id=person_id, at=NOW)


def test_events_stand_in_one_gapless_chain(person):
    happen("one", "two", person_id=person.pk)
    happen("three")

    events = list(AuditEvent.objects.all())
    assert [(e.sequence, e.action) for e in events] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert [e.person_id for e in events] == [person.pk, person.pk, None]
    links = [GENESIS, *(e.link for e in events)]
    assert [e.previous_hash for e in events] == links[:-1]
    head = ChainHead.objects.get(name=AUDIT_CHAIN)
    assert (head.sequence, head.link) == (3, links[-1])


def test_what_was_rolled_back_leaves_no_gap():
    happen("one")
    with transaction.atomic():
        happen("never")
        transaction.set_rollback(True)
    happen("two")

    told = AuditEvent.objects.values_list("sequence", "action")
    assert list(told) == [(1, "one"), (2, "two")]


def test_nothing_happened_leaves_no_event():
    happen()

    assert not AuditEvent.objects.exists()


def receive(person, key, body):
    return take_receipt(key=key, person_id=person.pk, body=body, at=NOW)


def test_a_retry_gets_the_first_answer(person):
    key = uuid4()
    receipt = receive(person, key, ["save", 1])
    receipt.response = {"saved": 1}
    receipt.save(update_fields=["response"])

    with pytest.raises(AlreadyDoneError) as told:
        receive(person, key, ["save", 1])

    assert told.value.response == {"saved": 1}
    assert Receipt.objects.count() == 1


def test_a_key_holds_for_one_request_of_one_person(person):
    key = uuid4()
    receive(person, key, ["save", 1])

    with pytest.raises(KeyReusedError):
        receive(person, key, ["save", 2])
    with pytest.raises(KeyReusedError):
        receive(make_person("another"), key, ["save", 1])


def test_a_refused_request_may_come_again_under_its_key(person):
    key = uuid4()
    with transaction.atomic():
        receive(person, key, ["save", 1])
        transaction.set_rollback(True)

    assert receive(person, key, ["save", 1]).response == {}


def test_the_same_body_under_two_keys_is_two_requests(person):
    receive(person, uuid4(), ["save", 1])
    receive(person, uuid4(), ["save", 1])

    assert Receipt.objects.count() == 2


def test_an_unused_installation_becomes_a_demonstration_once():
    offset = timedelta(days=-700)

    become_demonstration(clock_offset=offset)
    again = become_demonstration(clock_offset=timedelta(days=1))

    assert again.is_demonstration
    assert Installation.objects.get().clock_offset == offset


def test_what_was_declared_real_stays_real():
    Installation.objects.create(mode=InstallationMode.REAL)

    with pytest.raises(NotADemonstrationError):
        become_demonstration(clock_offset=timedelta(days=-700))

    assert Installation.objects.get().mode == InstallationMode.REAL


def test_the_database_itself_keeps_the_clock_of_a_real_installation():
    Installation.objects.create(mode=InstallationMode.REAL)

    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.update(clock_offset=timedelta(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(pk=2, mode=InstallationMode.DEMONSTRATION)


def hire(username, *, password):
    grants = [(Role.REPORTER, Union.objects.get(short_name="万州区").pk)]
    return create_person(
        username=username,
        name="测试·新人",
        password=password,
        grants=grants,
        by_person_id=None,
        at=NOW,
    )


def test_a_new_person_has_its_roles_and_can_sign_in(plan):
    person = hire("new", password="a good long one")

    assert access_to(person).has(Role.REPORTER)
    assert authenticate(username="new", password="a good long one") == person


def test_a_person_without_a_password_cannot_sign_in(plan):
    assert not hire("new", password=None).has_usable_password()


def test_the_trail_of_a_new_person_holds_no_personal_data(plan):
    person = hire("new", password="a good long one")

    event = AuditEvent.objects.get()
    wanzhou = Union.objects.get(short_name="万州区")
    assert (event.action, event.subject) == ("person.created", f"person:{person.pk}")
    assert event.detail == {"grants": [["reporter", wanzhou.pk]]}


def test_a_chosen_language_is_remembered(person):
    remember_language(person_id=person.pk, language="en")

    person.refresh_from_db()
    assert person.language == "en"
