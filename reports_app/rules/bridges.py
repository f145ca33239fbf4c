"""What a difference between two moments is made of; the parts add up exactly.

A quantity's parts are its changes. A ratio N/D and a share of a goal Q/G are told by
the midpoint: a change of the numerator counts at the mean of both denominators'
reciprocals, one of the denominator at the mean of both numerators. So a part does not
depend on the order of events nor on how they are grouped, the same difference read
backwards has the same parts with the other sign, and all of them add up to the
difference, to the last fraction. Source: docs/domain.md, the difference bridge.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from progress_app.rules.lights import rate
from reports_app.enums import Cause
from targets_app.enums import TargetKind

HALF = Fraction(1, 2)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known: a quantity, a numerator or a count in ``top``; ``base`` under it.

    ``base`` is a ratio's denominator, 0 for every other kind.
    """

    top: Decimal
    base: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Reading:
    """A target's figure at a node and moment; ``held`` is None where nothing is known."""

    is_ratio: bool
    held: Held | None
    goal: Decimal | None

    @property
    def figure(self) -> Fraction | None:
        """The quantity, or the rate as a share (0–1); None: not known."""
        if self.held is None:
            return None
        if not self.is_ratio:
            return Fraction(self.held.top)
        return rate(numerator=self.held.top, denominator=self.held.base)

    @property
    def share(self) -> Fraction | None:
        """The share of the goal (1 is 100 %); None without a goal or a figure."""
        if self.figure is None or not self.goal:
            return None
        return self.figure * self.scale / Fraction(self.goal)

    @property
    def scale(self) -> int:
        """By what a figure is multiplied to be in its goal's unit."""
        return 100 if self.is_ratio else 1


@dataclass(frozen=True, slots=True)
class Step:
    """One event and by how much it moved the counts of a node.

    ``is_coverage``: a union's level became known, or stopped being known, with it.
    ``sequence`` is that of its posting, 0 where there is none; ``union_id`` is None
    where the event is nobody's in particular.
    """

    union_id: int | None
    cause: Cause
    top: Decimal = ZERO
    base: Decimal = ZERO
    is_coverage: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a part moves a figure by, through each of the three ways it can."""

    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    coverage: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """All of it."""
        return self.numerator + self.denominator + self.coverage

    def plus(self, other: "Effect") -> "Effect":
        """Add two parts' effects."""
        return Effect(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.coverage + other.coverage,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What one union's events of one cause moved a figure by.

    ``effect`` is in the unit, a ratio's in shares (0.01 is one percentage point);
    ``share`` in shares of the goal, None where one of the moments has no goal.
    ``sequences`` are the postings behind it, oldest first.
    """

    cause: Cause
    union_id: int | None
    effect: Effect
    share: Fraction | None
    sequences: tuple[int, ...] = ()


def is_ratio(kind: str) -> bool:
    """Return whether a kind's figure is a rate of two counts."""
    return kind == TargetKind.RATIO


def parts_of(
    before: Reading, after: Reading, steps: Iterable[Step], *, goal_cause: Cause
) -> list[Part]:
    """Return the parts of a difference by union and cause, the largest first.

    Their effects add up to ``after.figure - before.figure`` and their shares to
    ``after.share - before.share``, None counting as 0. What the steps leave
    unexplained is a part of its own (``Cause.OTHER``), never hidden. A changed goal is
    the part of ``goal_cause``; it moves shares only. Parts that move nothing are left
    out.
    """
    weights = _Weights.between(before, after)
    groups: dict[tuple[int | None, Cause], list[Step]] = defaultdict(list)
    for step in _completed(before, after, list(steps)):
        groups[step.union_id, step.cause].append(step)
    parts = [
        weights.part(cause, union_id, members)
        for (union_id, cause), members in groups.items()
    ]
    if (moved := weights.of_goal) is not None:
        parts.append(Part(goal_cause, None, Effect(), moved))
    return sorted((p for p in parts if p.effect.total or p.share), key=_largest_first)


def _completed(before: Reading, after: Reading, steps: list[Step]) -> list[Step]:
    start, end = before.held or Held(ZERO), after.held or Held(ZERO)
    top = end.top - start.top - sum((step.top for step in steps), ZERO)
    base = end.base - start.base - sum((step.base for step in steps), ZERO)
    return [*steps, Step(None, Cause.OTHER, top, base)] if top or base else steps


def _largest_first(part: Part) -> tuple[Fraction, Fraction, int, int]:
    return (
        -abs(part.effect.total),
        -abs(part.share or Fraction(0)),
        list(Cause).index(part.cause),
        part.union_id or 0,
    )


@dataclass(frozen=True, slots=True)
class _Weights:
    """What one unit of a numerator, of a denominator and of a figure is worth."""

    top: Fraction
    base: Fraction
    share: Fraction | None
    of_goal: Fraction | None

    @classmethod
    def between(cls, before: Reading, after: Reading) -> "_Weights":
        top, base = _counts_worth(before, after)
        share, of_goal = _goal_worth(before, after)
        return cls(top, base, share, of_goal)

    def part(self, cause: Cause, union_id: int | None, steps: Sequence[Step]) -> Part:
        joined = [step for step in steps if step.is_coverage]
        stayed = [step for step in steps if not step.is_coverage]
        effect = Effect(
            numerator=self.top * _sum(step.top for step in stayed),
            denominator=self.base * _sum(step.base for step in stayed),
            coverage=self.top * _sum(step.top for step in joined)
            + self.base * _sum(step.base for step in joined),
        )
        return Part(
            cause=cause,
            union_id=union_id,
            effect=effect,
            share=None if self.share is None else effect.total * self.share,
            sequences=tuple(step.sequence for step in steps if step.sequence),
        )


def _sum(numbers: Iterable[Decimal]) -> Fraction:
    return Fraction(sum(numbers, ZERO))


def _counts_worth(before: Reading, after: Reading) -> tuple[Fraction, Fraction]:
    if not before.is_ratio:
        return Fraction(1), Fraction(0)
    start, end = before.held or Held(ZERO), after.held or Held(ZERO)
    if not start.base or not end.base:
        # From or to nothing known: the other moment's rate is the whole difference.
        only = Fraction(start.base or end.base)
        return (1 / only if only else Fraction(0)), Fraction(0)
    first, second = Fraction(start.base), Fraction(end.base)
    tops = Fraction(start.top) + Fraction(end.top)
    return HALF * (1 / first + 1 / second), -HALF * tops / (first * second)


def _goal_worth(
    before: Reading, after: Reading
) -> tuple[Fraction | None, Fraction | None]:
    if not before.goal or not after.goal:
        return None, None
    first = before.scale / Fraction(before.goal)
    second = after.scale / Fraction(after.goal)
    figures = (before.figure or Fraction(0)) + (after.figure or Fraction(0))
    of_goal = HALF * figures * (second - first)
    return HALF * (first + second), of_goal if first != second else None


def reversed_steps(steps: Iterable[Step]) -> list[Step]:
    """Return the same events read backwards."""
    return [replace(step, top=-step.top, base=-step.base) for step in steps]


@dataclass(frozen=True, slots=True)
class Rest:
    """The smaller parts of a difference, summed."""

    number: int
    effect: Effect
    share: Fraction | None


def folded(parts: Sequence[Part], *, limit: int) -> tuple[Sequence[Part], Rest | None]:
    """Return the largest parts, at most ``limit`` of them, and the rest as one.

    A rest of one part is not folded: its name takes no more room than "1 more".
    """
    if len(parts) <= limit + 1:
        return parts, None
    tail = parts[limit:]
    effect = Effect()
    for part in tail:
        effect = effect.plus(part.effect)
    shares = [part.share for part in tail if part.share is not None]
    share = sum(shares, Fraction(0)) if shares else None
    return parts[:limit], Rest(len(tail), effect, share)


def effect_of(parts: Iterable[Part]) -> Effect:
    """Return all parts' effects as one: by numerator, denominator and coverage."""
    total = Effect()
    for part in parts:
        total = total.plus(part.effect)
    return total
