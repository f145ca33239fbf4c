"""What each union is measured on in a quarter, and who cannot be ranked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from progress_app.models import Submission
from reports_app.enums import Apart, Unmeasured
from reports_app.queries.league_terms import Terms
from reports_app.queries.standing import (
    Frame,
    Positions,
    Standing,
    is_owing,
    standing,
)
from reports_app.rules.league import Result
from targets_app.models import Target
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A target that does not count, for all or for one union, and why."""

    target: Target
    reason: Unmeasured


@dataclass(frozen=True, slots=True)
class Measured:
    """One union before it is ranked.

    ``standings`` are those it is measured on, in the plan's order; ``awaited`` are
    targets with a share whose report for the quarter's last month is not accepted.
    """

    union: Union
    standings: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]
    awaited: tuple[Target, ...]

    def results(self, terms: Terms) -> tuple[Result, ...]:
        """The standings as the arithmetic takes them."""
        return tuple(
            Result(
                target_id=row.target.pk,
                weight=terms.weight_of(row.target.pk),
                achieved=row.achieved,
                expected=row.expected,
            )
            for row in self.standings
            if row.achieved is not None
        )


def why_left_out(frame: Frame, target: Target, terms: Terms) -> Unmeasured | None:
    """Return why a target counts for nobody; None for one that counts."""
    if not target.is_numeric:
        return Unmeasured.MILESTONE
    if target.is_aspirational:
        return Unmeasured.ASPIRATIONAL
    if not frame.expected_at(target, frame.now.checkpoint):
        return Unmeasured.NOT_DUE
    return None if terms.weight_of(target.pk) else Unmeasured.NO_WEIGHT


def measured(
    frame: Frame, union: Union, targets: Collection[Target], positions: Positions
) -> Measured:
    """Return what a union is measured on, out of the targets that count."""
    standings, left_out, awaited = [], [], []
    for target in targets:
        if not is_owing(target, union):
            continue
        row = standing(frame=frame, target=target, union=union, positions=positions)
        reason = _own_reason(row)
        if reason is not None:
            left_out.append(LeftOut(target, reason))
        elif not row.coverage.reported:
            awaited.append(target)
        else:
            standings.append(row)
    return Measured(union, tuple(standings), tuple(left_out), tuple(awaited))


def _own_reason(row: Standing) -> Unmeasured | None:
    if row.goal is None:
        return Unmeasured.NO_QUOTA
    if row.goal == 0:
        return Unmeasured.NO_SHARE
    is_silent = row.coverage.reported and row.achieved is None
    return Unmeasured.NOT_APPLICABLE if is_silent else None


def why_apart(unit: Measured, handed_in: Collection[int]) -> Apart | None:
    """Return why a union is not ranked; None for one that is."""
    if unit.awaited:
        has_come = unit.union.pk in handed_in
        return Apart.NOT_ACCEPTED if has_come else Apart.NOT_HANDED_IN
    return None if unit.standings else Apart.NOTHING_MEASURED


def unions_that_handed_in(frame: Frame) -> frozenset[int]:
    """Return who had handed in the quarter's last month by then. Cost: one query."""
    rows = Submission.objects.filter(
        period=frame.now.checkpoint, first_submitted_at__lte=frame.as_of.at
    )
    return frozenset(rows.values_list("union_id", flat=True))


def results_of(
    units: Mapping[int, Measured], terms: Terms
) -> dict[int, tuple[Result, ...]]:
    """Return what the arithmetic takes, by union id."""
    return {union_id: unit.results(terms) for union_id, unit in units.items()}
