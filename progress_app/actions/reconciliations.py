"""Holding the stored sums against the ledger. Jobs and commands call this."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from progress_app.actions.rollups import follow_reference_changes, roll_up_marked
from progress_app.models import Reconciliation
from progress_app.queries.positions import differences
from progress_app.queries.reconciliations import (
    compared,
    is_disputed,
    is_undisturbed,
    rest_of,
    told_differences,
)
from tasks_app.models import Plan
from unions_app.actions import Happening, record

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
ATTEMPTS = 3
MOST_TOLD = 20
"""How many differences are kept with what was stored and what the ledger says."""


def reconcile(*, plan_id: int, now: Clock) -> Reconciliation | None:
    """Sum what is marked, compare everything with the ledger, and keep the result.

    None: each time something was posted or changed meanwhile, so nothing can be said;
    nothing is kept, and the caller tries again later. ``now`` gives the portal's
    moment. Runs in no transaction of its own.
    """
    for _attempt in range(ATTEMPTS):
        found = _compared_at_rest(plan_id=plan_id, now=now)
        if found is not None:
            return _kept(found)
    logger.warning("plan %s: the books are not at rest, not comparable", plan_id)
    return None


def _compared_at_rest(*, plan_id: int, now: Clock) -> Reconciliation | None:
    started_at = now()
    follow_reference_changes()
    roll_up_marked()
    rest = rest_of(plan_id=plan_id)
    if rest is None:
        return None
    keys = differences(plan_id=plan_id, sequence=rest.sequence)
    told = (
        told_differences(plan_id=plan_id, sequence=rest.sequence, keys=keys[:MOST_TOLD])
        if keys
        else []
    )
    targets, cells = compared(plan_id=plan_id)
    finished_at = now()
    # Last of all: what came in since then could be a difference, or hide one.
    if not is_undisturbed(plan_id=plan_id, since=rest):
        return None
    return Reconciliation(
        plan_id=plan_id,
        started_at=started_at,
        finished_at=finished_at,
        duration_ms=max(0, (finished_at - started_at) // timedelta(milliseconds=1)),
        sequence=rest.sequence,
        targets_compared=targets,
        cells_compared=cells,
        difference_count=len(keys),
        first_differences=told,
    )


@transaction.atomic
def _kept(found: Reconciliation) -> Reconciliation:
    found.save(force_insert=True)
    happening = Happening(
        action="books.agreed" if found.is_clean else "books.differed",
        subject=f"plan:{found.plan_id}",
        detail={
            "sequence": found.sequence,
            "targets": found.targets_compared,
            "cells": found.cells_compared,
            "differences": found.difference_count,
        },
    )
    record(happenings=[happening], person_id=None, at=found.finished_at)
    if not found.is_clean:
        logger.error(
            "plan %s: %d stored sums differ from the ledger at %d, first %s",
            found.plan_id,
            found.difference_count,
            found.sequence,
            found.first_differences[0],
        )
    return found


def reconcile_all(*, now: Clock) -> bool:
    """Reconcile every plan in force; return whether each could be compared."""
    is_complete = True
    for pk in list(Plan.objects.in_force().order_by("pk").values_list("pk", flat=True)):
        is_complete = reconcile(plan_id=pk, now=now) is not None and is_complete
    return is_complete


def reconcile_disputed(*, now: Clock) -> None:
    """Compare those plans again of which the newest comparison found differences."""
    for pk in Plan.objects.in_force().order_by("pk").values_list("pk", flat=True):
        if is_disputed(plan_id=pk):
            reconcile(plan_id=pk, now=now)
