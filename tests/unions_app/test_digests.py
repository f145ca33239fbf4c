"""Mails: gathered one a person, claimed once, never sent twice, retried when refused."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests.people import NOW
from tests.unions_app.telling import EVERY, gathered, told, with_address
from unions_app import jobs
from unions_app.actions import (
    FIRST_RETRY,
    MOST_ATTEMPTS,
    SILENT_AFTER,
    claim_digest,
    close_silent_digests,
    fail_digest,
    gather_digests,
    read_notices,
    settle_digest,
)
from unions_app.enums import DigestState
from unions_app.models import Digest, Notice

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class RefusingBackend(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def clerk(people):
    return with_address(people.reporter)


@pytest.fixture(autouse=True)
def mails(settings):
    settings.SENDS_MAIL = True
    settings.MAIL_EVERY_MINUTES = 30
    settings.MAIL_FROM = "工会 <portal@example.org>"
    settings.PORTAL_URL = "https://portal.example"


def refuse(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"


def due_now():
    """Let every mail that waits be due."""
    Digest.objects.update(due_at=NOW - timedelta(days=9999))


def test_all_that_a_person_was_told_goes_in_one_mail(clerk):
    told(clerk, subject="submission:1", title="甲")
    told(clerk, subject="submission:2", title="乙", body="第一行\n第二行")

    jobs.send_digests()

    [letter] = mail.outbox
    assert letter.to == ["clerk@example.org"]
    assert letter.from_email == "工会 <portal@example.org>"
    assert letter.subject == "工会工作计划平台：2 条新消息"
    assert letter.body.index("● 甲") < letter.body.index("● 乙")
    assert "第一行\n第二行" in letter.body
    assert "https://portal.example" in letter.body
    assert "演示" not in letter.body
    digest = Digest.objects.get()
    assert letter.extra_headers["Message-ID"] == (
        f"<unionplan-digest-{digest.pk}@example.org>"
    )
    assert digest.state == DigestState.SENT
    assert not Notice.objects.filter(emailed_at__isnull=True).exists()


def test_a_second_run_sends_nothing_again(clerk):
    told(clerk)
    jobs.send_digests()
    jobs.send_digests()

    assert len(mail.outbox) == 1


def test_a_mail_speaks_its_persons_language(clerk):
    clerk.language = "en"
    clerk.save()
    told(clerk, title="题")

    jobs.send_digests()

    [letter] = mail.outbox
    assert letter.subject == "UnionPlan: 1 new notice"
    assert "● en 题" in letter.body


def test_words_are_not_escaped_as_a_page_would(clerk):
    told(clerk, body='<甲> & "乙"')

    jobs.send_digests()

    assert '<甲> & "乙"' in mail.outbox[0].body


def test_demonstration_mails_say_so(clerk, autumn_2024):
    told(clerk)

    jobs.send_digests()

    assert "【演示数据】" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("email", "is_active"), [("", True), ("clerk@example.org", False)]
)
def test_who_cannot_be_mailed_has_the_portal(people, email, is_active):
    person = with_address(people.reporter, email)
    person.is_active = is_active
    person.save()
    told(person)

    jobs.send_digests()

    assert mail.outbox == []
    assert not Digest.objects.exists()
    assert Notice.objects.get().read_at is None


def test_what_was_read_meanwhile_is_not_mailed(clerk):
    told(clerk, subject="submission:1", title="甲")
    told(clerk, subject="submission:2", title="乙")
    gathered(clerk, at=NOW)
    first = Notice.objects.get(subject="submission:1")
    read_notices(person_id=clerk.pk, at=NOW, notice_ids=[first.pk])
    due_now()

    jobs.send_digests()

    [letter] = mail.outbox
    assert "乙" in letter.body
    assert "甲" not in letter.body
    first.refresh_from_db()
    assert first.emailed_at is None


def test_a_mail_with_nothing_left_to_tell_is_not_sent(clerk):
    told(clerk)
    gathered(clerk)
    read_notices(person_id=clerk.pk, at=NOW)
    due_now()

    jobs.send_digests()

    assert mail.outbox == []
    assert Digest.objects.get().state == DigestState.SENT
    assert Notice.objects.get().emailed_at is None


def test_an_installation_without_a_mail_server_gathers_nothing(clerk, settings):
    settings.SENDS_MAIL = False
    told(clerk)

    jobs.send_digests()

    assert not Digest.objects.exists()


def test_mails_of_the_embedded_mode_are_files(clerk, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    told(clerk, title="甲")

    jobs.send_digests()

    [path] = Path(settings.EMAIL_FILE_PATH).iterdir()
    assert "To: clerk@example.org" in path.read_text()


def test_nobody_gets_another_mail_before_its_time(clerk):
    told(clerk, subject="submission:1")
    first = gathered(clerk, at=NOW)
    assert gather_digests(at=NOW + EVERY, every=EVERY) == 0
    settle_digest(digest=claim_digest(at=NOW), at=NOW + SECOND)
    told(clerk, subject="submission:2", at=NOW + SECOND)

    assert gather_digests(at=NOW + EVERY, every=EVERY) == 0
    assert gather_digests(at=NOW + EVERY + SECOND, every=EVERY) == 1

    assert Digest.objects.exclude(pk=first.pk).count() == 1


def test_a_mail_that_was_late_keeps_the_next_one_waiting(clerk):
    told(clerk, subject="submission:1")
    gathered(clerk, at=NOW)
    late = NOW + 3 * EVERY
    settle_digest(digest=claim_digest(at=late), at=late)
    told(clerk, subject="submission:2", at=late)

    assert gather_digests(at=late + SECOND, every=EVERY) == 0
    assert gather_digests(at=late + EVERY, every=EVERY) == 1


def test_people_are_gathered_apart(people):
    for number, person in enumerate((people.reporter, people.stranger)):
        told(with_address(person, f"p{number}@example.org"))

    assert gather_digests(at=NOW, every=EVERY) == 2
    jobs.send_digests()

    due_now()
    jobs.send_digests()
    assert {letter.to[0] for letter in mail.outbox} == {
        "p0@example.org",
        "p1@example.org",
    }


def test_a_claimed_mail_is_nobody_elses(clerk):
    told(clerk)
    gathered(clerk)

    claim = claim_digest(at=NOW)

    assert (claim.state, claim.attempts) == (DigestState.SENDING, 1)
    assert claim_digest(at=NOW) is None


def test_what_is_told_anew_while_a_mail_goes_is_mailed_anew(clerk):
    told(clerk, body="一")
    gathered(clerk)
    claim = claim_digest(at=NOW)

    told(clerk, body="二", at=NOW + SECOND)
    settle_digest(digest=claim, at=NOW + SECOND)

    assert Notice.objects.get().emailed_at is None
    assert gather_digests(at=NOW + EVERY + SECOND, every=EVERY) == 1


def test_a_refused_mail_is_tried_again_later_and_logged(clerk, settings, caplog):
    told(clerk, body="只给本人看")
    refuse(settings)

    with caplog.at_level(logging.WARNING, "unions_app.jobs"):
        jobs.send_digests()

    digest = Digest.objects.get()
    assert (digest.state, digest.attempts) == (DigestState.WAITING, 1)
    assert digest.due_at - digest.gathered_at >= FIRST_RETRY
    [line] = caplog.messages
    assert "ConnectionRefusedError" in line
    assert "只给本人看" not in line
    assert "example.org" not in line

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    jobs.send_digests()
    assert mail.outbox == []
    due_now()
    jobs.send_digests()
    assert len(mail.outbox) == 1
    assert Notice.objects.get().emailed_at is not None


def test_each_wait_is_twice_the_one_before_and_there_is_an_end(clerk):
    told(clerk)
    gathered(clerk)
    at, waits = NOW, []
    while (claim := claim_digest(at=at)) is not None:
        fail_digest(digest=claim, at=at)
        claim.refresh_from_db()
        waits.append(claim.due_at - at)
        at = claim.due_at

    minutes = [wait / FIRST_RETRY for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 0]
    assert len(waits) == MOST_ATTEMPTS
    assert Digest.objects.get().state == DigestState.GIVEN_UP


def test_a_mail_that_is_given_up_is_an_error_in_the_log(clerk, settings, caplog):
    told(clerk)
    gathered(clerk)
    refuse(settings)
    Digest.objects.update(attempts=MOST_ATTEMPTS - 1, due_at=NOW - timedelta(days=9999))

    jobs.send_digests()

    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_mail_whose_worker_was_killed_is_not_sent_again(clerk):
    told(clerk)
    gathered(clerk)
    claim = claim_digest(at=NOW)

    assert close_silent_digests(at=NOW + SILENT_AFTER) == 0
    assert close_silent_digests(at=NOW + SILENT_AFTER + SECOND) == 1

    assert Digest.objects.get().state == DigestState.UNCERTAIN
    assert claim_digest(at=NOW + timedelta(days=1)) is None
    settle_digest(digest=claim, at=NOW + timedelta(days=1))
    assert Digest.objects.get().state == DigestState.UNCERTAIN
    assert Notice.objects.get().read_at is None


def test_killed_mails_are_an_error_in_the_log(clerk, caplog):
    told(clerk)
    gathered(clerk)
    claim_digest(at=NOW)

    jobs.send_digests()

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert mail.outbox == []
