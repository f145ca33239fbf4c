"""What an auditor can say of a sampled posting, read as it was typed."""

from dataclasses import dataclass, field
from decimal import Decimal

from progress_app.enums import FigureProblem
from progress_app.rules.figures import Figure, read_number
from reports_app.enums import FindingProblem, Outcome

WRONG = frozenset({Outcome.REDUCED, Outcome.NO_EVIDENCE})
"""Outcomes that count as an error: the figure does not stand as it was posted."""
Problem = FindingProblem | FigureProblem


@dataclass(frozen=True, slots=True)
class Said:
    """What was understood of a finding; ``problems`` by field."""

    outcome: Outcome
    reduction: Decimal | None
    problems: dict[str, Problem] = field(default_factory=dict)


def amount_of(figure: Figure) -> Decimal | None:
    """Return what can be reduced: a quantity, of a ratio its numerator; None of a stage."""
    return figure.quantity if figure.quantity is not None else figure.numerator


def read_finding(
    *, outcome: Outcome, reduction: str, note: str, amount: Decimal | None, places: int
) -> Said:
    """Read a finding. ``amount`` is what was posted, ``places`` the target's decimals.

    A reduction is above 0 and not above the amount. Whatever is not confirmed needs a
    note; going back to PENDING too.
    """
    number = read_number(reduction, places=places)
    problems: dict[str, Problem] = {}
    if isinstance(number, FigureProblem):
        problems["reduction"], number = number, None
    elif wrong := _reduction_problem(outcome, number, amount):
        problems["reduction"] = wrong
    if outcome != Outcome.CONFIRMED and not note.strip():
        problems["note"] = FindingProblem.NOTE_MISSING
    return Said(outcome=outcome, reduction=number, problems=problems)


def _reduction_problem(
    outcome: Outcome, number: Decimal | None, amount: Decimal | None
) -> FindingProblem | None:
    if outcome != Outcome.REDUCED:
        return FindingProblem.REDUCTION_NOT_WANTED if number is not None else None
    if amount is None:
        return FindingProblem.NOTHING_TO_REDUCE
    if number is None:
        return FindingProblem.REDUCTION_MISSING
    if number == 0:
        return FindingProblem.REDUCTION_ZERO
    return FindingProblem.REDUCTION_ABOVE if number > amount else None
