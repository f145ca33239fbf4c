"""The tile map of the territorial unions: one thing told of each, as they lie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from progress_app.queries.positions import is_open
from reports_app.enums import TileView, TileWord
from reports_app.queries.standing import (
    Frame,
    Positions,
    Standing,
    is_owing,
    standing,
)
from reports_app.rules.tiles import (
    PLACES,
    Judged,
    Place,
    Tally,
    coverage_word,
    pace_tally,
    pace_word,
)
from targets_app.models import Target
from unions_app.enums import UnionKind
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Tile:
    """A union on the map; what does not belong to the view asked for is None.

    ``place`` is None for a union that the map does not know. ``tally`` is of the due
    targets (pace) or of the owed reports of the checkpoint (coverage); ``word`` goes
    with it. ``standing`` is that of the target asked for, None where it owes none.
    """

    union: Union
    place: Place | None
    tally: Tally | None
    word: TileWord | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles in official order, those that the map has no place for apart."""

    view: TileView
    target: Target | None
    placed: tuple[Tile, ...]
    unplaced: tuple[Tile, ...]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """All of them, for the table."""
        return (*self.placed, *self.unplaced)


Below = Mapping[int, tuple[Standing, ...]]
"""How a union's figures and rates stand, by union id."""


def standings_below(frame: Frame, positions: Positions) -> Below:
    """Return how the territorial unions of a day stand with every figure they owe."""
    numeric = [target for target in frame.targets if target.is_numeric]
    return {
        union.pk: tuple(
            standing(frame=frame, target=target, union=union, positions=positions)
            for target in numeric
            if is_owing(target, union)
        )
        for union in territorial(frame)
    }


def territorial(frame: Frame) -> list[Union]:
    """Return the territorial unions that exist on the frame's day."""
    return [
        union
        for union in frame.unions.values()
        if union.kind == UnionKind.TERRITORIAL and is_open(union, frame.on)
    ]


def tile_map(
    frame: Frame, below: Below, *, view: TileView, target: Target | None
) -> TileMap:
    """Return the map for a view; ``target`` is the one that TARGET tells of."""
    tiles = [
        _tile(union, below[union.pk], view, target) for union in territorial(frame)
    ]
    return TileMap(
        view=view,
        target=target,
        placed=tuple(tile for tile in tiles if tile.place),
        unplaced=tuple(tile for tile in tiles if not tile.place),
    )


def _tile(
    union: Union, rows: Iterable[Standing], view: TileView, target: Target | None
) -> Tile:
    tally = word = told = None
    if view == TileView.PACE:
        tally = pace_tally(_judged(row) for row in rows)
        word = pace_word(tally)
    elif view == TileView.COVERAGE:
        owed = [row.coverage for row in rows]
        tally = Tally(
            reached=sum(coverage.reported for coverage in owed),
            counted=sum(coverage.expected for coverage in owed),
        )
        word = coverage_word(tally)
    elif target is not None:
        told = next((row for row in rows if row.target.pk == target.pk), None)
    return Tile(union, PLACES.get(union.short_name), tally, word, told)


def _judged(row: Standing) -> Judged:
    return Judged(
        light=row.light,
        expected=Fraction(row.expected),
        is_aspirational=row.target.is_aspirational,
    )
