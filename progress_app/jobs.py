"""Background jobs: each claims rows, calls one action, and can be run again."""

from celery import shared_task

from progress_app.actions import reconciliations, reminders, rollups
from unions_app.jobs import now, once_a_night


@shared_task(name="progress_app.roll_up_marked")
def roll_up_marked() -> None:
    """Sum again whatever is marked, and all of it if what it rests on has changed."""
    if rollups.follow_reference_changes():
        # Everything was made anew: a dispute may be settled.
        reconciliations.reconcile_disputed(now=now)
    rollups.roll_up_marked()


@shared_task(name="progress_app.remind_by_calendar")
def remind_by_calendar() -> None:
    """Remind who has not handed in: before the due day, and once it has passed."""
    reminders.remind_by_calendar(at=now())


@shared_task(
    name="progress_app.reconcile_nightly", time_limit=1200, soft_time_limit=1140
)
def reconcile_nightly() -> None:
    """Hold the stored sums against the ledger, once a night."""
    once_a_night(
        "progress_app.reconcile_nightly",
        lambda: reconciliations.reconcile_all(now=now),
    )
