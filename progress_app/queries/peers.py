"""A union's figures among those of its peer group: by their middle, never by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from progress_app.models import Rollup
from progress_app.queries.months import measured
from progress_app.queries.positions import is_open, position_of
from progress_app.rules.peers import median_share
from progress_app.rules.rollup import Position
from targets_app.models import Target
from targets_app.queries import PeriodsNow
from targets_app.rules import owes
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Peers:
    """A target in the union's peer group, measured as the curve is.

    ``known`` units have a figure, the union's own included; ``median`` is None where
    they are too few to tell it without naming anybody.
    """

    known: int
    median: Fraction | None
    own: Fraction | None

    @property
    def side(self) -> str:
        """Where the union stands: above, level, below; "" where that cannot be said."""
        if self.median is None or self.own is None:
            return ""
        if self.own == self.median:
            return "level"
        return "above" if self.own > self.median else "below"


def peers_of(
    union: Union, now: PeriodsNow, targets: Sequence[Target]
) -> dict[int, Peers]:
    """Return the comparison of each figure by target id. Cost: two queries."""
    if now.display is None or not union.peer_group:
        return {}
    group = [
        peer
        for peer in Union.objects.filter(peer_group=union.peer_group)
        if is_open(peer, now.display.ends_on)
    ]
    rows = Rollup.objects.filter(union__in=group, period=now.display)
    by_cell = {(row.target_id, row.union_id): position_of(row) for row in rows}
    return {
        target.pk: _among(target, union, group, by_cell)
        for target in targets
        if target.is_numeric
    }


def _among(
    target: Target,
    union: Union,
    group: Iterable[Union],
    positions: Mapping[tuple[int, int], Position],
) -> Peers:
    shares: dict[int, Fraction | None] = defaultdict(lambda: None)
    for peer in group:
        position = positions.get((target.pk, peer.pk))
        if position is not None and _owes(target, peer):
            shares[peer.pk] = measured(target, position)
    return Peers(
        known=sum(share is not None for share in shares.values()),
        median=median_share(shares.values()),
        own=shares[union.pk],
    )


def _owes(target: Target, union: Union) -> bool:
    return owes(
        source=target.source,
        territorial_only=target.territorial_only,
        lead_department_id=target.lead_department_id,
        union_id=union.pk,
        union_kind=union.kind,
    )
