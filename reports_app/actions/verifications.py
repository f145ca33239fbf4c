"""Writing down what became of a workbook."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from reports_app.models import Verification
from reports_app.queries.examining import Examined
from unions_app.actions import Happening, record, take_receipt

MOST_KEPT = 300
"""Differences that are kept in words; all of them are counted."""


@transaction.atomic
def record_verification(
    *,
    examined: Examined,
    file_name: str,
    size: int,
    is_demonstration: bool,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Verification:
    """Write down what a file was found to be; the caller has authorised it.

    Errors: AlreadyDoneError with {"verification": id} for the same file sent again.
    """
    body = ["verification", examined.sha256]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    differences = examined.differences
    made = Verification.objects.create(
        verified_by_id=person_id,
        verified_at=at,
        file_name=file_name,
        size=size,
        sha256=examined.sha256,
        verdict=examined.verdict,
        note=examined.note or "",
        claim=examined.claim,
        export=examined.export,
        difference_count=len(differences),
        counts=Counter(each.kind.value for each in differences),
        differences=[each.to_json() for each in differences[:MOST_KEPT]],
        is_demonstration=is_demonstration,
    )
    happening = Happening(
        action="verification.recorded",
        subject=f"verification:{made.pk}",
        detail={
            "export": str(made.export_id or ""),
            "verdict": made.verdict,
            "sha256": made.sha256,
            "differences": made.difference_count,
        },
    )
    record(happenings=[happening], person_id=person_id, at=at)
    receipt.response = {"verification": str(made.pk)}
    receipt.save(update_fields=["response"])
    return made
