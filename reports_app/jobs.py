"""Background jobs: each claims rows, calls one action, and can be run again."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from reports_app.actions.briefs import TemplateMissingError, make_file
from reports_app.actions.exports import (
    ClaimLostError,
    claim_next_export,
    fail_export,
)
from reports_app.actions.making import BooksDisagreeError, Work
from reports_app.actions.pin_digests import tell_pins as tell_owed_pins
from reports_app.enums import ExportFailure
from unions_app.queries import current_installation, portal_time

logger = logging.getLogger(__name__)
WORKS_FOR = timedelta(seconds=90)
"""No new workbook is begun after that: one message must end within its time limit."""


def now() -> datetime:
    """Return the portal's moment."""
    return portal_time(installation=current_installation(), at=timezone.now())


@shared_task(name="reports_app.run_queued_exports")
def run_queued_exports() -> None:
    """Make the workbooks that wait, one by one; the sweep sees to what is left."""
    ends_at = now() + WORKS_FOR
    while (at := now()) < ends_at:
        claim = claim_next_export(at=at)
        if claim is None:
            return
        work = Work(claim=claim, now=now)
        failure = _failure_of(work)
        if failure is not None:
            fail_export(claim=work.claim, failure=failure, at=now())


@shared_task(name="reports_app.tell_pins")
def tell_pins() -> None:
    """Tell people of their pinned targets: once a month, when it is owed."""
    tell_owed_pins(at=now())


def _failure_of(work: Work) -> ExportFailure | None:
    export_id = work.claim.export_id
    try:
        make_file(work=work)
    except BooksDisagreeError:
        return ExportFailure.MISMATCH
    except TemplateMissingError:
        return ExportFailure.TEMPLATE
    except ClaimLostError:
        logger.warning("export %s was called off or taken over", export_id)
    except SoftTimeLimitExceeded:
        return ExportFailure.TOO_LONG
    except OSError:
        logger.exception("export %s could not be stored", export_id)
        return ExportFailure.STORAGE
    except Exception:
        logger.exception("export %s failed", export_id)
        return ExportFailure.DEFECT
    return None
