"""What the actions refuse, as problems: the same reasons that the screens give."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from progress_app.actions.errors import (
    LinesRefusedError,
    NothingToSubmitError,
    NotOwedError,
    NotReadyError,
    PeriodClosedError,
)
from progress_app.actions.submissions import CellInput, SaveOutcome
from progress_app.enums import FigureProblem
from progress_app.forms import raw_of
from progress_app.models import Entry
from progress_app.templatetags.progress import problem
from unions_app.api.errors import ProblemError


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what every write of a return can refuse into problems."""
    try:
        yield
    except PeriodClosedError as error:
        raise ProblemError("period_closed") from error
    except NotOwedError as error:
        raise ProblemError("not_found") from error
    except NothingToSubmitError as error:
        raise ProblemError("nothing_to_submit") from error


@contextmanager
def lines_told(cells: Sequence[CellInput]) -> Iterator[None]:
    """Tell which lines were refused: by their place in what was sent."""
    try:
        yield
    except LinesRefusedError as error:
        places = {cell.entry_id: place for place, cell in enumerate(cells)}
        refused = _refused(error.outcome, places)
        stands = error.outcome.stale | error.outcome.shut
        if not stands:
            raise ProblemError("invalid", errors=refused) from error
        conflicts = [
            _conflict(stands[cell.entry_id], cell)
            for cell in cells
            if cell.entry_id in stands
        ]
        raise ProblemError(
            "stale", errors=refused, more={"conflicts": conflicts}
        ) from error


def _refused(outcome: SaveOutcome, places: Mapping[int, int]) -> dict[str, list[str]]:
    entries = Entry.objects.filter(pk__in=outcome.refused).select_related("target")
    targets = {entry.pk: entry.target for entry in entries}
    return {
        f"cells.{places[pk]}.{name}": [problem(what, targets[pk])]
        for pk, found in outcome.refused.items()
        for name, what in found.items()
    }


def _conflict(entry: Entry, cell: CellInput) -> dict[str, Any]:
    """Return both values of a line: what was sent, and what stands."""
    return {
        "entry": entry.pk,
        "state": entry.state,
        "version": entry.version,
        "sent_version": cell.version,
        "stands": raw_of(entry),
        "sent": dict(cell.raw),
    }


@contextmanager
def obstacles_told(targets: Mapping[int, Any]) -> Iterator[None]:
    """Tell what stands in the way of handing in, by line."""
    try:
        yield
    except NotReadyError as error:
        errors = {
            f"entries.{pk}": [
                str(problem(FigureProblem(what), targets[pk])) for what in found
            ]
            for pk, found in error.obstacles.items()
        }
        raise ProblemError("not_ready", errors=errors) from error
