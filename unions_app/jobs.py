"""Background jobs of the chains, mails, and what every nightly job begins with."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from unionplan.lib.dates import local_date
from unions_app import actions
from unions_app.enums import DigestState
from unions_app.models import Digest, Notice
from unions_app.queries import current_installation, portal_time, told_by
from unions_app.rules import night_of

logger = logging.getLogger(__name__)
WORKS_FOR = timedelta(seconds=90)
"""No new mail is begun after that: one message must end within its time limit."""


def now() -> datetime:
    """Return the portal's moment."""
    return portal_time(installation=current_installation(), at=timezone.now())


def once_a_night(job: str, work: Callable[[], bool]) -> None:
    """Do a night's work unless it is done; ``work`` says whether it succeeded.

    Nights are counted by the real clock. What fails is tried again at the next sweep.
    """
    at = timezone.now()
    due_on = night_of(at)
    if not actions.claim_job(job=job, due_on=due_on, at=at):
        return
    is_done = False
    try:
        is_done = work()
    finally:
        actions.end_job(job=job, due_on=due_on, at=timezone.now(), is_done=is_done)


@shared_task(name="unions_app.note_worker")
def note_worker() -> None:
    """Leave word that a worker lives."""
    actions.note_worker(at=now())


@shared_task(name="unions_app.anchor_nightly")
def anchor_nightly() -> None:
    """Write the day's anchors, once a night."""
    once_a_night("unions_app.anchor_nightly", _anchor)


def _anchor() -> bool:
    at = now()
    try:
        actions.anchor_chains(
            directory=Path(settings.ANCHOR_DIR), on=local_date(at), at=at
        )
    except OSError:
        logger.exception("the day's anchors could not be written")
        return False
    return True


@shared_task(name="unions_app.send_digests")
def send_digests() -> None:
    """Gather what people have not been told by mail, and send it, one mail each."""
    if not settings.SENDS_MAIL:
        return
    at = now()
    ends_at = at + WORKS_FOR
    if lost := actions.close_silent_digests(at=at):
        logger.error("%d mails were cut off while they were sent: not repeated", lost)
    every = timedelta(minutes=settings.MAIL_EVERY_MINUTES)
    actions.gather_digests(at=at, every=every)
    while (at := now()) < ends_at:
        digest = actions.claim_digest(at=at)
        if digest is None:
            return
        _send(digest)


def _send(digest: Digest) -> None:
    """Send one claimed mail; a failure is noted, logged and tried again later."""
    try:
        notices = told_by(digest)
        if notices:
            letter(digest, notices).send()
    except Exception as error:
        # No address and no words: logs are read by people whom the mail is not for.
        state = actions.fail_digest(digest=digest, at=now())
        level = logging.ERROR if state == DigestState.GIVEN_UP else logging.WARNING
        logger.log(
            level,
            "mail %s to person %s failed (attempt %s, now %s): %s",
            digest.pk,
            digest.person_id,
            digest.attempts,
            state.value,
            type(error).__name__,
        )
    else:
        actions.settle_digest(digest=digest, at=now())


def letter(digest: Digest, notices: list[Notice]) -> EmailMessage:
    """Return the mail that tells notices, in its person's language."""
    language = digest.person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        subject = ngettext(
            "工会工作计划平台：%(number)d 条新消息",
            "工会工作计划平台：%(number)d 条新消息",
            len(notices),
        )
        context = {
            "person": digest.person,
            "notices": notices,
            "address": settings.PORTAL_URL,
            "installation": current_installation(),
        }
        body = render_to_string("unions_app/digest.txt", context)
    domain = settings.MAIL_FROM.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=subject % {"number": len(notices)},
        body=body,
        from_email=settings.MAIL_FROM,
        to=[digest.person.email],
        # The same at every attempt: a mailbox that got it shows it once.
        headers={
            "Message-ID": f"<unionplan-digest-{digest.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
