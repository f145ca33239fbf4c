"""Saving many lines of a return at once: every one, or none."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from progress_app.actions.errors import LinesRefusedError
from progress_app.actions.submissions import CellInput, save_cells
from progress_app.models import Submission


@transaction.atomic
def save_whole(
    *,
    submission: Submission,
    cells: Sequence[CellInput],
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> dict[int, int]:
    """Save lines as the grid does; return the versions they have now, by entry id.

    Errors: LinesRefusedError where any line is stale, shut or refused, and nothing is
    saved then; else those of ``save_cells``.
    """
    outcome = save_cells(
        submission=submission,
        cells=cells,
        person_id=person_id,
        at=at,
        client_key=client_key,
    )
    if outcome.stale or outcome.shut or outcome.refused:
        raise LinesRefusedError(outcome)
    return outcome.saved
