"""What background jobs leave behind: anchors, runs and sightings."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from unionplan.lib.anchors import sealed_anchor, write_anchors
from unions_app.actions.audit import Happening, record
from unions_app.models import (
    AuditEvent,
    ChainHead,
    JobRun,
    WorkerSighting,
)
from unions_app.queries import ANCHORED

ABANDONED_AFTER = timedelta(minutes=20)
"""Longer than a nightly job may take: whoever claimed it was killed."""
SIGHTING_SECONDS = 60


def anchor_chains(*, directory: Path, on: date, at: datetime) -> bool:
    """Write where the chains stand into the day's file; False: it was there already.

    The file first, then its audit event: a process killed in between leaves a true
    file, and the next run adds the event. Errors: OSError.
    """
    heads = ChainHead.objects.order_by("name")
    anchors = [
        sealed_anchor(
            key=settings.LEDGER_KEY,
            on=on,
            chain=head.name,
            sequence=head.sequence,
            link=head.link,
        )
        for head in heads
    ]
    is_new = write_anchors(directory=directory, on=on, anchors=anchors)
    subject = f"anchor:{on.isoformat()}"
    if is_new or not AuditEvent.objects.filter(subject=subject).exists():
        detail = {anchor.chain: anchor.sequence for anchor in anchors} if is_new else {}
        happening = Happening(action=ANCHORED, subject=subject, detail=detail)
        record(happenings=[happening], person_id=None, at=at)
    return is_new


def claim_job(*, job: str, due_on: date, at: datetime) -> bool:
    """Take on a night's run of a job; False when it is done or in other hands.

    Compare-and-set: of two beats or workers one gets it.
    """
    run, is_new = JobRun.objects.get_or_create(
        job=job, due_on=due_on, defaults={"claimed_at": at}
    )
    if is_new:
        return True
    held_since = run.claimed_at
    if run.finished_at or (held_since and held_since > at - ABANDONED_AFTER):
        return False
    free = JobRun.objects.filter(
        pk=run.pk, claimed_at=held_since, finished_at__isnull=True
    )
    return free.update(claimed_at=at) == 1


def end_job(*, job: str, due_on: date, at: datetime, is_done: bool) -> None:
    """Say that a night's run is done, or let it be tried again."""
    JobRun.objects.filter(job=job, due_on=due_on).update(
        claimed_at=at if is_done else None, finished_at=at if is_done else None
    )


def note_worker(*, at: datetime) -> None:
    """Leave word that a worker lives, with at most one write a minute."""
    sighting, _is_new = WorkerSighting.objects.get_or_create(
        pk=1, defaults={"seen_at": at}
    )
    if at - sighting.seen_at >= timedelta(seconds=SIGHTING_SECONDS):
        WorkerSighting.objects.filter(pk=1).update(seen_at=at)
