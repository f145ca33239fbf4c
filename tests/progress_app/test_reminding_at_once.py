"""Two beats, two people and two mail jobs at once, each on a connection of its own."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core import mail

from progress_app.actions.reminders import remind, remind_by_calendar
from progress_app.actions.reviews import accept_entries
from progress_app.models import Entry, Reminder
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, STAGE
from tests.progress_app.test_concurrency import at_once
from tests.unions_app.telling import EVERY, told, with_address
from unionplan.lib.dates import start_of
from unions_app.actions import AlreadyDoneError, claim_digest, gather_digests
from unions_app.enums import NoticeKind
from unions_app.jobs import send_digests
from unions_app.models import Digest, Notice

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_beats_remind_once(people):
    at = start_of(factories.month(10).due_on - timedelta(days=3)) + timedelta(hours=9)

    answers = at_once(*[partial(remind_by_calendar, at=at)] * 4)

    assert sorted(answers) == [0, 0, 0, 1]
    reminder = Reminder.objects.get()
    assert reminder.unions.count() > 40
    assert Notice.objects.filter(person=people.reporter).count() == 1


def test_a_double_click_reminds_once(people):
    union_id = factories.union_called("万州区").pk
    click = partial(
        remind,
        period=factories.month(10),
        union_ids=[union_id],
        words="请报送",
        person_id=people.officer.pk,
        at=NOW,
        client_key=uuid4(),
    )

    answers = at_once(click, click)

    assert sum(isinstance(answer, AlreadyDoneError) for answer in answers) == 1
    assert Reminder.objects.count() == 1


def test_two_jobs_gather_one_mail_and_claim_it_once(people):
    told(with_address(people.reporter))

    gathered = at_once(*[partial(gather_digests, at=NOW, every=EVERY)] * 3)
    claims = at_once(*[partial(claim_digest, at=NOW)] * 3)

    assert sorted(gathered) == [0, 0, 1]
    assert [claim for claim in claims if claim] == [Digest.objects.get()]


def test_two_mail_jobs_send_once(people, settings):
    settings.SENDS_MAIL = True
    told(with_address(people.reporter))

    at_once(send_digests, send_digests, send_digests)

    assert len(mail.outbox) == 1
    assert Notice.objects.get().emailed_at is not None


def test_of_two_departments_that_accept_the_last_lines_one_tells_it(people):
    typed = {HAVENS: {"quantity": "5"}, STAGE: {"stage": "done"}}
    submission = factories.submitted("万州区", people.reporter, typed)
    Entry.objects.filter(submission=submission).exclude(target__name__in=typed).delete()
    decisions = [
        partial(
            accept_entries,
            versions={entry.pk: entry.version},
            person_id=people.officer.pk,
            at=NOW,
            client_key=uuid4(),
        )
        for entry in (factories.entry_for(submission, name) for name in typed)
    ]
    assert Target.objects.filter(name__in=typed).count() == 2

    at_once(*decisions)

    notice = Notice.objects.get(person=people.reporter, kind=NoticeKind.ACCEPTED)
    assert notice.subject == f"submission:{submission.pk}"
