"""A publication's files: ordered with it, made once by the same queue as workbooks."""

from datetime import datetime

from django.db import transaction

from reports_app.actions.exports import record_export
from reports_app.enums import PUBLISHED_KINDS, ExportState
from reports_app.models import Export, Publication

LANGUAGE = "zh-hans"
"""A circular is Chinese, whatever its publisher reads."""


@transaction.atomic
def request_files(*, publication: Publication, person_id: int, at: datetime) -> None:
    """Order what a publication still lacks: its brief and its workbook.

    What is there or on its way is not ordered again.
    """
    there = publication.files.exclude(state=ExportState.FAILED)
    kinds = set(there.values_list("kind", flat=True))
    for kind in PUBLISHED_KINDS:
        if kind in kinds:
            continue
        export = Export.objects.create(
            plan=publication.plan,
            publication=publication,
            kind=kind,
            requested_by_id=person_id,
            requested_at=at,
            as_of_sequence=publication.as_of_sequence,
            as_of_at=publication.as_of_at,
            as_of_text=publication.as_of_text,
            language=LANGUAGE,
            is_demonstration=publication.is_demonstration,
        )
        record_export(export, "requested", person_id=person_id, at=at)
