"""The league's arithmetic: exact, over one peer group. Source: docs/domain.md, league."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports_app.enums import LeagueFormula

FULL_MARKS = 100
"""Points of a union that is on its pace everywhere."""


@dataclass(frozen=True, slots=True)
class Result:
    """One union's figure of one target at the quarter's end: exact shares of its goal.

    ``expected`` is above 0: what is not due is no result. ``weight`` is at least 1.
    """

    target_id: int
    weight: int
    achieved: Fraction
    expected: Fraction


Results = Mapping[int, Sequence[Result]]
"""By union id; who is not ranked is not in it."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one target adds to a union's score.

    ``share`` is what counts of it; ``points`` add up exactly to the score, ``full`` is
    what the target would add on its pace, ``most`` with all that the cap allows.
    """

    target_id: int
    weight: int
    share: Fraction
    points: Fraction
    full: Fraction
    most: Fraction


def capped(result: Result, cap: Fraction) -> Fraction:
    """Return the achieved part of what is expected, at most the cap.

    Nothing beyond the whole goal counts, whatever the cap: 210 % hides no 40 %.
    """
    return min(result.achieved, Fraction(1), cap * result.expected) / result.expected


def most_of(result: Result, cap: Fraction) -> Fraction:
    """Return the greatest share that ``capped`` can come to."""
    return min(Fraction(1) / result.expected, cap)


def contributions_of(
    results: Results, *, formula: str, cap: Fraction
) -> dict[int, tuple[Contribution, ...]]:
    """Return every union's contributions, by union id and in the order of its results.

    Each formula is a weighted mean of shares over the targets a union is measured on.
    """
    places = _places(results, cap) if formula == LeagueFormula.MEAN_PLACE else {}
    found = {}
    for union_id, rows in results.items():
        whole = sum(row.weight for row in rows)
        found[union_id] = tuple(
            _contribution(
                row,
                share=_share(row, formula, cap, places.get((union_id, row.target_id))),
                most=(
                    most_of(row, cap)
                    if formula == LeagueFormula.CAPPED_MEAN
                    else Fraction(1)
                ),
                whole=whole,
            )
            for row in rows
        )
    return found


def _contribution(
    row: Result, *, share: Fraction, most: Fraction, whole: int
) -> Contribution:
    full = Fraction(FULL_MARKS * row.weight, whole)
    return Contribution(
        row.target_id, row.weight, share, share * full, full, most * full
    )


def _share(
    row: Result, formula: str, cap: Fraction, place: Fraction | None
) -> Fraction:
    if place is not None:
        return place
    if formula == LeagueFormula.ON_PACE:
        return Fraction(int(row.achieved >= row.expected))
    return capped(row, cap)


def _places(results: Results, cap: Fraction) -> dict[tuple[int, int], Fraction]:
    """Return the part of the others that a union is ahead of, ties half.

    By union and target id. One that is alone on a target is neither ahead nor behind.
    """
    by_target: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for union_id, rows in results.items():
        for row in rows:
            by_target[row.target_id][union_id] = capped(row, cap)
    found = {}
    for target_id, shares in by_target.items():
        others = len(shares) - 1
        for union_id, own in shares.items():
            ahead = sum(share < own for share in shares.values())
            level = sum(share == own for share in shares.values()) - 1
            found[union_id, target_id] = (
                (ahead + Fraction(level, 2)) / others if others else Fraction(1, 2)
            )
    return found


def scores_of(
    contributions: Mapping[int, Sequence[Contribution]],
) -> dict[int, Fraction]:
    """Return the score of each union, in points."""
    return {
        union_id: sum((row.points for row in rows), Fraction(0))
        for union_id, rows in contributions.items()
    }


def ranks_of(scores: Mapping[int, Fraction]) -> dict[int, int]:
    """Return standard competition ranks (1, 2, 2, 4): exactly equal scores share one."""
    order = sorted(scores.values(), reverse=True)
    first = {score: len(order) - place for place, score in enumerate(reversed(order))}
    return {union_id: first[score] for union_id, score in scores.items()}
