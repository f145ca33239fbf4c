"""What a correction may say, and who may propose and accept it. No database."""

from collections.abc import Mapping

from progress_app.enums import CorrectionState, FigureProblem, Presence
from progress_app.rules.figures import (
    Figure,
    Reading,
    is_half_a_ratio,
    read_entry,
)
from unionplan.lib.numbers import plain
from unions_app.rules import Access, can_report_for, can_review_for

FIGURE_COLUMNS = ("presence", "quantity", "numerator", "denominator", "stage")
SHOWN_AT = {"flow": "quantity", "stock": "quantity", "ratio": "denominator"}
"""The field at which a figure that is missing is told; a milestone's is its stage."""


def read_correction(
    *, kind: str, places: int, raw: Mapping[str, str], standing: Figure
) -> Reading:
    """Read a new figure as it was typed, by the same rules as an entry.

    It must be whole and must differ from what stands. "Not applicable" needs no reason
    of its own: every correction has its words.
    """
    reading = read_entry(kind=kind, places=places, raw=raw)
    figure, problems = reading.figure, dict(reading.problems)
    problems.pop("reason", None)
    if not problems:
        field = SHOWN_AT.get(kind, "stage")
        if figure.presence == Presence.NOT_REPORTED:
            problems[field] = FigureProblem.FIGURE_MISSING
        elif is_half_a_ratio(figure):
            problems[field] = FigureProblem.INCOMPLETE
        elif figure == standing:
            problems[field] = FigureProblem.SAME_AS_BEFORE
    return Reading(figure, reading.texts, problems)


def has_grounds(*, files: int, reference: str) -> bool:
    """Return whether a correction rests on something: a file, or a stated reference."""
    return files > 0 or bool(reference)


def is_awaiting_decision(state: str) -> bool:
    """Return whether a correction can still be decided on, or change."""
    return state == CorrectionState.PROPOSED


def can_propose(access: Access, *, union_id: int, lead_department_id: int) -> bool:
    """The union that reported may propose, and so may the department that leads."""
    return can_report_for(access, union_id) or can_review_for(
        access, lead_department_id
    )


def changes_between(before: Figure, after: Figure) -> dict[str, list[str]]:
    """Return the columns that differ, each as it was and as it is, in plain text."""
    return {
        name: [_told(getattr(before, name)), _told(getattr(after, name))]
        for name in FIGURE_COLUMNS
        if getattr(before, name) != getattr(after, name)
    }


def _told(value: object) -> str:
    return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]
