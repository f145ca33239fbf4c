"""Asking for a locked period, and deciding on it: a lock opens with two people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from progress_app.actions.errors import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NotLockedError,
    NotOwedError,
    OwnWorkError,
    ReasonMissingError,
    UntimelyError,
)
from progress_app.enums import ExceptionDecision
from progress_app.models import PeriodException
from progress_app.queries.exceptions import owes_anything, reopened_until
from progress_app.queries.positions import existed_within
from progress_app.rules.exceptions import is_timely_end
from progress_app.rules.transitions import is_own_work
from targets_app.enums import PeriodState
from targets_app.models import ReportingPeriod
from targets_app.rules import period_state
from unionplan.lib.chain import body_hash
from unionplan.lib.dates import local_date, stored_text
from unions_app.actions import Happening, record, take_receipt
from unions_app.models import Receipt, Union


@transaction.atomic
def ask_exception(
    *,
    union: Union,
    period: ReportingPeriod,
    why: str,
    wanted_until: datetime,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> PeriodException:
    """Ask to open a locked period again for a union; the caller has authorised it.

    Errors: ReasonMissingError, UntimelyError, NotLockedError, NotOwedError,
    AlreadyAskedError; AlreadyDoneError for the same click again.
    """
    why = _words(why)
    body = ["ask", union.pk, period.pk, why, stored_text(wanted_until)]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    if not is_timely_end(opens_until=wanted_until, at=at):
        raise UntimelyError
    # Two who ask at once take turns: the second finds the first one's request.
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    _check_askable(union, period, at)
    asked = PeriodException.objects.create(
        union=union,
        period=period,
        why=why,
        wanted_until=wanted_until,
        asked_by_id=person_id,
        asked_at=at,
    )
    detail = {"period": period.pk, "why": body_hash(why)}
    _record("exception.asked", asked, detail, person_id, at)
    _answer(receipt, asked)
    return asked


def _check_askable(union: Union, period: ReportingPeriod, at: datetime) -> None:
    state = period_state(
        opens_on=period.opens_on,
        due_on=period.due_on,
        locks_on=period.locks_on,
        today=local_date(at),
    )
    until = reopened_until(union_id=union.pk, period_id=period.pk, at=at)
    if state != PeriodState.LOCKED or until is not None:
        raise NotLockedError
    is_there = existed_within(union, starts_on=period.starts_on, ends_on=period.ends_on)
    if not is_there or not owes_anything(union=union, period=period):
        raise NotOwedError
    asked = PeriodException.objects.filter(union=union, period=period)
    if asked.awaiting_decision().exists():
        raise AlreadyAskedError


@transaction.atomic
def grant_exception(
    *,
    exception_id: int,
    opens_until: datetime,
    words: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> PeriodException:
    """Open the period for the union until a moment; it locks itself again then.

    Errors: ReasonMissingError, UntimelyError, AlreadyDecidedError, OwnWorkError;
    AlreadyDoneError for the same click again.
    """
    words = _words(words)
    body = ["grant", exception_id, words, stored_text(opens_until)]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    if not is_timely_end(opens_until=opens_until, at=at):
        raise UntimelyError
    asked = _undecided(exception_id, person_id)
    asked.opens_until = opens_until
    _decide(asked, ExceptionDecision.GRANTED, words, person_id, at)
    _answer(receipt, asked)
    return asked


@transaction.atomic
def refuse_exception(
    *, exception_id: int, words: str, person_id: int, at: datetime, client_key: UUID
) -> PeriodException:
    """Leave the period locked, with a reason. Errors: as ``grant_exception``."""
    words = _words(words)
    body = ["refuse", exception_id, words]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    asked = _undecided(exception_id, person_id)
    _decide(asked, ExceptionDecision.REFUSED, words, person_id, at)
    _answer(receipt, asked)
    return asked


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise ReasonMissingError
    return words


def _undecided(exception_id: int, person_id: int) -> PeriodException:
    """Lock a request; it must be without a decision, and somebody else's."""
    rows = PeriodException.objects.select_related("union", "period")
    asked = rows.select_for_update(of=("self",)).get(pk=exception_id)
    if asked.decision:
        raise AlreadyDecidedError(asked)
    if is_own_work(decider_id=person_id, submitted_by_id=asked.asked_by_id):
        raise OwnWorkError
    return asked


def _decide(
    asked: PeriodException,
    decision: ExceptionDecision,
    words: str,
    person_id: int,
    at: datetime,
) -> None:
    asked.decision, asked.words = decision, words
    asked.decided_by_id, asked.decided_at = person_id, at
    asked.save(
        update_fields=["decision", "words", "opens_until", "decided_by", "decided_at"]
    )
    until = asked.opens_until
    detail = {
        "period": asked.period_id,
        "words": body_hash(words),
        "opens_until": stored_text(until) if until else "",
    }
    _record(f"exception.{decision}", asked, detail, person_id, at)


def _record(
    action: str,
    asked: PeriodException,
    detail: Mapping[str, Any],
    person_id: int,
    at: datetime,
) -> None:
    happening = Happening(
        action=action,
        subject=f"exception:{asked.pk}",
        union_id=asked.union_id,
        detail=dict(detail),
    )
    record(happenings=[happening], person_id=person_id, at=at)


def _answer(receipt: Receipt, asked: PeriodException) -> None:
    receipt.response = {"exception": asked.pk}
    receipt.save(update_fields=["response"])
