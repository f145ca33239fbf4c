"""What a sample can be drawn from, layer by layer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from progress_app.enums import Presence
from progress_app.models import Posting
from reports_app.enums import Allocation, SizeBand, StratifyBy
from reports_app.rules.sampling import allocated, size_bands
from reports_app.rules.size_shares import allocated_by_claim, claims_of
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan
from unionplan.lib.chain import GENESIS
from unions_app.models import Union

BANDS = tuple(SizeBand)
SEED_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Scope:
    """What is drawn from, as of a sequence of the ledger; None for all."""

    plan: Plan
    sequence: int
    strata_by: tuple[StratifyBy, ...] = ()
    target: Target | None = None
    union: Union | None = None
    period: ReportingPeriod | None = None
    allocation: Allocation = Allocation.BY_COUNT


@dataclass(frozen=True, slots=True)
class Layer:
    """One stratum; None and "" where the sample is not divided by that.

    ``claim`` is its share where the sample is shared out by amounts, else 0.
    """

    target_id: int | None
    union_id: int | None
    band: str
    sequences: tuple[int, ...]
    claim: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A stratum as a preview tells it."""

    target: Target | None
    union: Union | None
    band: str
    population: int
    drawn: int


def layers_of(scope: Scope) -> list[Layer]:
    """Return the strata of a scope: postings in force with a value, oldest first.

    In an order that nothing can change afterwards: by the ids of target and union, the
    larger figures first. Cost: one query.
    """
    rows = list(_population(scope))
    bands = _bands(rows) if StratifyBy.SIZE in scope.strata_by else {}
    claims = _claims(rows) if scope.allocation == Allocation.BY_AMOUNT else {}
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for sequence, target_id, union_id, *_amounts in rows:
        key = (
            target_id if StratifyBy.TARGET in scope.strata_by else 0,
            union_id if StratifyBy.UNION in scope.strata_by else 0,
            BANDS.index(bands[sequence]) if bands else -1,
        )
        found[key].append(sequence)
    return [
        Layer(
            target_id=target_id or None,
            union_id=union_id or None,
            band="" if band < 0 else BANDS[band].value,
            sequences=tuple(sequences),
            claim=sum((claims[n] for n in sequences if claims), Fraction(0)),
        )
        for (target_id, union_id, band), sequences in sorted(found.items())
    ]


def _population(
    scope: Scope,
) -> Iterable[tuple[int, int, int, Decimal | None, Decimal | None]]:
    rows = Posting.objects.filter(target__plan=scope.plan, presence=Presence.VALUE)
    rows = rows.in_force(scope.sequence)
    if scope.target:
        rows = rows.filter(target=scope.target)
    if scope.union:
        rows = rows.filter(union=scope.union)
    if scope.period:
        rows = rows.filter(period=scope.period)
    return rows.order_by("sequence").values_list(
        "sequence", "target_id", "union_id", "quantity", "numerator"
    )


def _bands(
    rows: Sequence[tuple[int, int, int, Decimal | None, Decimal | None]],
) -> dict[int, SizeBand]:
    """Return each posting's band of size among those of its target."""
    return {
        sequence: band
        for amounts in _by_target(rows)
        for sequence, band in size_bands(amounts).items()
    }


def _claims(
    rows: Sequence[tuple[int, int, int, Decimal | None, Decimal | None]],
) -> dict[int, Fraction]:
    """Return each posting's claim among those of its target."""
    return {
        sequence: claim
        for amounts in _by_target(rows)
        for sequence, claim in claims_of(amounts).items()
    }


def _by_target(
    rows: Sequence[tuple[int, int, int, Decimal | None, Decimal | None]],
) -> Iterable[list[tuple[int, Decimal | None]]]:
    by_target: dict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    for sequence, target_id, _union_id, quantity, numerator in rows:
        amount = numerator if quantity is None else quantity
        by_target[target_id].append((sequence, amount))
    return by_target.values()


def shared_out(
    layers: Sequence[Layer], *, allocation: Allocation, size: int
) -> dict[int, int]:
    """Return how many to draw from each layer, by its place. Errors: TooFewError."""
    populations = {i: len(layer.sequences) for i, layer in enumerate(layers)}
    if allocation == Allocation.BY_COUNT:
        return allocated(populations, size=size)
    claims = {i: layer.claim for i, layer in enumerate(layers)}
    return allocated_by_claim(populations, claims, size=size)


def preview_of(
    layers: Sequence[Layer],
    *,
    size: int,
    allocation: Allocation = Allocation.BY_COUNT,
) -> list[LayerRow]:
    """Return how many would be drawn from each stratum, without saying which.

    Cost: two queries. Errors: TooFewError.
    """
    numbers = shared_out(layers, allocation=allocation, size=size)
    targets = Target.objects.in_bulk([x.target_id for x in layers if x.target_id])
    unions = Union.objects.in_bulk([x.union_id for x in layers if x.union_id])
    return [
        LayerRow(
            target=targets.get(layer.target_id or 0),
            union=unions.get(layer.union_id or 0),
            band=str(SizeBand(layer.band).label) if layer.band else "",
            population=len(layer.sequences),
            drawn=numbers[i],
        )
        for i, layer in enumerate(layers)
    ]


def seed_of(sequence: int) -> str:
    """Return the seed where none is given: from the ledger itself, nobody chooses it.

    The first digits of the hash of the posting at the sequence. Cost: one query.
    """
    row = Posting.objects.filter(sequence=sequence).values_list("link", flat=True)
    return (row.first() or GENESIS)[:SEED_DIGITS]
