"""Mails that gather a person's notices: each is sent once, or not at all."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from unions_app.enums import DigestState
from unions_app.models import (
    Digest,
    Notice,
    Person,
)
from unions_app.querysets import DigestQuerySet

FIRST_RETRY = timedelta(minutes=1)
MOST_ATTEMPTS = 8
"""A mail is tried for about two hours, each wait twice the one before."""
SILENT_AFTER = timedelta(minutes=10)
"""Longer than a mail server may take: whoever was sending was killed."""


def gather_digests(*, at: datetime, every: timedelta) -> int:
    """Put what people have not been mailed into one mail each; return how many mails.

    Nobody gets another before ``every`` has passed, or while one is still to be sent.
    """
    waiting = Notice.objects.to_mail().order_by("person")
    people = waiting.values_list("person", flat=True).distinct()
    return sum(_gather(person_id, at, since=at - every) for person_id in people)


@transaction.atomic
def _gather(person_id: int, at: datetime, *, since: datetime) -> int:
    # The person's row makes two jobs take turns: the second finds the first's mail.
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if Digest.objects.filter(person=person_id).stirring(since).exists():
        return 0
    ids = list(
        Notice.objects.filter(person=person_id).to_mail().values_list("pk", flat=True)
    )
    if ids:
        digest = Digest.objects.create(person_id=person_id, gathered_at=at, due_at=at)
        Notice.objects.filter(pk__in=ids).update(digest=digest)
    return int(bool(ids))


def claim_digest(*, at: datetime) -> Digest | None:
    """Take on the oldest mail that is due, or None. Of two workers one gets it."""
    rows = Digest.objects.due(at).order_by("due_at", "pk")
    for pk in rows.values_list("pk", flat=True):
        taken = Digest.objects.filter(pk=pk, state=DigestState.WAITING).update(
            state=DigestState.SENDING, claimed_at=at, attempts=F("attempts") + 1
        )
        if taken:
            return Digest.objects.select_related("person").get(pk=pk)
    return None


@transaction.atomic
def settle_digest(*, digest: Digest, at: datetime) -> None:
    """Note that a mail has gone, or that nothing in it was still to be told."""
    if _held(digest).update(state=DigestState.SENT, settled_at=at):
        told = Notice.objects.filter(digest=digest, read_at__isnull=True)
        told.update(emailed_at=at)


def fail_digest(*, digest: Digest, at: datetime) -> DigestState:
    """Note that a mail has not gone; return whether it waits or is given up."""
    if digest.attempts >= MOST_ATTEMPTS:
        _held(digest).update(state=DigestState.GIVEN_UP, settled_at=at)
        return DigestState.GIVEN_UP
    due_at = at + FIRST_RETRY * 2 ** (digest.attempts - 1)
    _held(digest).update(state=DigestState.WAITING, claimed_at=None, due_at=due_at)
    return DigestState.WAITING


def _held(digest: Digest) -> DigestQuerySet[Digest]:
    return Digest.objects.filter(
        pk=digest.pk, state=DigestState.SENDING, claimed_at=digest.claimed_at
    )


def close_silent_digests(*, at: datetime) -> int:
    """Close the mails whose worker was killed while it sent; return how many.

    Whether such a mail left is not known. It is not sent again: nobody gets a mail
    twice, and the portal shows what it told.
    """
    return Digest.objects.silent(at - SILENT_AFTER).update(
        state=DigestState.UNCERTAIN, settled_at=at
    )
