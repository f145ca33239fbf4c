"""Several beats and several clicks at once, and the digest on its way to a mailbox."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from reports_app.actions.pin_digests import tell_pins
from reports_app.actions.pins import pin_target
from reports_app.jobs import tell_pins as job
from reports_app.models import Pin, PinDigest
from tests.factories import target_called
from tests.people import NOW
from tests.progress_app.test_concurrency import at_once
from tests.reports_app.league.test_pin_digests import DUE, EARLIER, HAVENS, RATE
from tests.unions_app.telling import with_address
from unions_app.jobs import send_digests
from unions_app.models import Installation, Notice

pytestmark = pytest.mark.django_db(transaction=True)


def clicks(person, *names):
    return [
        partial(
            pin_target,
            target_id=target_called(name).pk,
            person_id=person.pk,
            at=EARLIER,
        )
        for name in names
    ]


def test_several_beats_tell_a_person_once(people):
    for click in clicks(people.leader, HAVENS) + clicks(people.auditor, HAVENS, RATE):
        click()

    told = at_once(*[partial(tell_pins, at=DUE)] * 4)

    assert sum(told) == 2
    assert PinDigest.objects.count() == Notice.objects.count() == 2


def test_clicks_at_once_pin_once_and_keep_an_order(people):
    pinned = at_once(*clicks(people.leader, HAVENS, HAVENS, RATE))

    assert sorted(pinned) == [False, True, True]
    assert sorted(Pin.objects.values_list("position", flat=True)) == [1, 2]


def test_the_job_takes_the_portals_moment_and_the_mail_carries_it(
    people, autumn_2024, settings
):
    settings.SENDS_MAIL = True
    leader = with_address(people.leader)
    leader.language = "en"
    leader.save()
    for click in clicks(leader, HAVENS):
        click()

    before_it_is_owed = autumn_2024.clock_offset - (NOW - DUE) - timedelta(days=1)
    Installation.objects.update(clock_offset=before_it_is_owed)
    job()
    assert not Notice.objects.exists()
    Installation.objects.update(clock_offset=autumn_2024.clock_offset)
    job()
    job()
    send_digests()
    send_digests()

    assert Notice.objects.count() == 1
    [letter] = mail.outbox
    assert "Pinned targets: 9/2024, 1 target" in letter.body
    assert HAVENS in letter.body
