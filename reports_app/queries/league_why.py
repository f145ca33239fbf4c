"""Why a union has its rank: parts that add up to the score, and the next rank."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reports_app.enums import LeagueFormula
from reports_app.queries.league import GroupLeague, LeaguePart, LeagueRow
from reports_app.queries.league_terms import Terms
from reports_app.rules.league_points import (
    more_needed,
    share_wanted,
    shown_parts,
    shown_total,
)
from targets_app.enums import TargetKind
from targets_app.models import Target


@dataclass(frozen=True, slots=True)
class WhyLine:
    """A target's line: ``points`` are rounded so that the lines add up to the total.

    ``due`` is what was expected by the quarter's end, in the target's unit.
    """

    part: LeaguePart
    points: Decimal
    due: Fraction | None

    @property
    def wanting(self) -> Fraction:
        """The points that this target could still add."""
        return self.part.contribution.most - self.part.contribution.points


@dataclass(frozen=True, slots=True)
class Step:
    """What of one target alone would draw level with the next rank, in its unit."""

    target: Target
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Above:
    """The next rank: who holds it, by how many points, and single steps to it."""

    rank: int
    unions: tuple[str, ...]
    gap: Fraction
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that explains a rank; ``above`` is None for the first."""

    lines: tuple[WhyLine, ...]
    total: Decimal
    above: Above | None

    @property
    def wanting(self) -> Fraction:
        """The points that all targets together could still add."""
        return sum((line.wanting for line in self.lines), Fraction(0))


def why(row: LeagueRow, group: GroupLeague, terms: Terms) -> Why:
    """Return what a union's rank is made of."""
    total = shown_total(row.score, most=row.most)
    points = shown_parts([p.contribution.points for p in row.parts], total=total)
    lines = tuple(
        WhyLine(part, shown, _due(part))
        for part, shown in zip(row.parts, points, strict=True)
    )
    return Why(lines=lines, total=total, above=_above(row, group, terms))


def _due(part: LeaguePart) -> Fraction | None:
    row = part.standing
    if row.goal is None:
        return None
    scale = 100 if row.target.kind == TargetKind.RATIO else 1
    return Fraction(row.goal) * row.expected / scale


def _above(row: LeagueRow, group: GroupLeague, terms: Terms) -> Above | None:
    better = [one for one in group.rows if one.rank < row.rank]
    if not better:
        return None
    rank = max(one.rank for one in better)
    next_up = [one for one in better if one.rank == rank]
    gap = next_up[0].score - row.score
    return Above(
        rank=rank,
        unions=tuple(str(one.union) for one in next_up),
        gap=gap,
        steps=_steps(row, gap) if terms.formula == LeagueFormula.CAPPED_MEAN else (),
    )


def _steps(row: LeagueRow, gap: Fraction) -> tuple[Step, ...]:
    """Return the single steps that close a gap: only counts, whose goal is a number."""
    found = []
    for part in row.parts:
        share, told = part.contribution, part.standing
        wanted = share_wanted(share=share.share, full=share.full, gap=gap)
        can_close = wanted * share.full <= share.most
        if told.target.kind == TargetKind.RATIO or not can_close:
            continue
        if told.goal is None or told.achieved is None:
            continue
        quantity = more_needed(
            goal=told.goal,
            achieved=told.achieved,
            wanted=wanted * told.expected,
            places=told.target.decimal_places,
        )
        found.append(Step(told.target, quantity))
    return tuple(found)
