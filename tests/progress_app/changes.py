"""Exceptions and corrections made through the product's actions."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from progress_app.actions.corrections import (
    Proposal,
    accept_correction,
    propose_correction,
)
from progress_app.actions.exceptions import ask_exception, grant_exception
from progress_app.actions.ledger import posting_in_force
from progress_app.enums import CorrectionReason
from progress_app.models import Correction, Entry, PeriodException
from tests import factories
from tests.people import NOW
from unionplan.lib.dates import end_of
from unions_app.models import Person

LATER = end_of(NOW.date()).replace(day=31)
"""24:00 on 30 October: two days after NOW."""
WHY = "九月漏报一项，已补齐台账"
REFERENCE = "渝工发2024年第9号"


def asked(
    union: str, person: Person, *, number: int = 9, at: datetime = NOW
) -> PeriodException:
    """Return a union's request for a locked month."""
    return ask_exception(
        union=factories.union_called(union),
        period=factories.month(number),
        why=WHY,
        wanted_until=LATER,
        person_id=person.pk,
        at=at,
        client_key=uuid4(),
    )


def granted(
    union: str, person: Person, administrator: Person, *, number: int = 9
) -> PeriodException:
    """Return a request that was granted until LATER."""
    request = asked(union, person, number=number)
    return grant_exception(
        exception_id=request.pk,
        opens_until=LATER,
        words="同意，请当日补报",
        person_id=administrator.pk,
        at=NOW,
        client_key=uuid4(),
    )


def proposal(**more: Any) -> Proposal:
    """Return a proposal of 9, with a reference, unless told otherwise."""
    given = {
        "raw": {"quantity": "9"},
        "reason_code": CorrectionReason.MISCOUNT,
        "words": "两处重复计算",
        "reference": REFERENCE,
    }
    return Proposal(**(given | more))


def proposed(
    entry: Entry, person: Person, *, seen: int | None = None, **more: Any
) -> Correction:
    """Return a correction of an entry's figure in force."""
    standing = posting_in_force(entry)
    return propose_correction(
        entry_id=entry.pk,
        seen=standing.sequence if seen is None else seen,
        proposal=proposal(**more),
        person_id=person.pk,
        at=NOW,
        client_key=uuid4(),
    )


def accepted(correction: Correction, person: Person) -> int:
    """Return the sequence posted for a correction as it stands."""
    correction.refresh_from_db()
    return accept_correction(
        correction_id=correction.pk,
        version=correction.version,
        words="",
        person_id=person.pk,
        at=NOW,
        client_key=uuid4(),
    )
