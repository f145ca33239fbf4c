"""How sure a ratio is while some units' figures are old or missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from progress_app.rules.lights import rate
from progress_app.rules.rollup import Position


@dataclass(frozen=True, slots=True)
class RatioUnit:
    """One unit at a period's end: its own position, and what it last told at all.

    ``last_denominator`` is that of its latest report, however old; None where there
    never was one or the latest says that there is no such thing.
    """

    position: Position
    last_denominator: Decimal | None = None

    @property
    def known(self) -> tuple[Decimal, Decimal] | None:
        """The two counts that still hold, reported or carried on."""
        numerator, denominator = self.position.numerator, self.position.denominator
        if numerator is None or denominator is None:
            return None
        return numerator, denominator

    @property
    def is_awaited(self) -> bool:
        """Whether it owes counts and nothing that it told still holds."""
        position = self.position
        is_silent = self.known is None and not position.not_applicable
        return is_silent and position.units_expected > 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which rates a ratio lies when some units' figures are old or missing.

    ``carried`` units' figures are carried on; ``expired`` ones are too old even for
    that, only their last denominator is used; ``unknown`` units have never told one,
    so no bound covers them.
    """

    lowest: Fraction
    highest: Fraction
    carried: int
    expired: int
    unknown: int


def bounds_of(units: Iterable[RatioUnit]) -> Bounds | None:
    """Return the bounds of a ratio from its units at the checkpoint.

    A unit that did not report could by now have none or all of its last denominator.
    A unit that says there is no such thing adds nothing. None when every unit has
    reported, or nothing is known at all.
    """
    certain = possible = base = Decimal(0)
    carried = expired = unknown = 0
    for unit in units:
        if unit.known is not None:
            numerator, denominator = unit.known
            is_carried = unit.position.units_stale > 0
            carried += is_carried
            base += denominator
            certain += 0 if is_carried else numerator
            possible += denominator if is_carried else numerator
        elif unit.is_awaited and unit.last_denominator is not None:
            expired += 1
            base += unit.last_denominator
            possible += unit.last_denominator
        elif unit.is_awaited:
            unknown += 1
    lowest = rate(numerator=certain, denominator=base)
    highest = rate(numerator=possible, denominator=base)
    if lowest is None or highest is None or not (carried or expired or unknown):
        return None
    return Bounds(lowest, highest, carried, expired, unknown)


@dataclass(frozen=True, slots=True)
class DenominatorCoverage:
    """How much of the expected denominator was reported for the checkpoint.

    ``known`` adds the last known denominators of all units that owe one, those that
    reported now with what they reported; ``unknown`` units never told any.
    """

    reported: Decimal
    known: Decimal
    unknown: int

    @property
    def share(self) -> Fraction | None:
        """The reported part, at most 1; None where no denominator is known."""
        return rate(numerator=self.reported, denominator=self.known)


def denominator_coverage(units: Iterable[RatioUnit]) -> DenominatorCoverage:
    """Return the coverage of a ratio's denominator from its units at the checkpoint.

    A unit that owes nothing adds nothing, though its figure counts in the sum: so the
    share never passes 100 %.
    """
    reported = known = Decimal(0)
    unknown = 0
    for unit in units:
        if not unit.position.units_expected:
            continue
        last = unit.known[1] if unit.known else unit.last_denominator
        known += last or 0
        reported += (last or 0) if unit.position.units_reported else 0
        unknown += unit.is_awaited and last is None
    return DenominatorCoverage(reported, known, unknown)
