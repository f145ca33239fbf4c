"""Where the territorial unions lie on the tile map, and what a union's tile says."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from progress_app.enums import Light
from reports_app.enums import TileWord

ROWS = (
    # From north to south; each row from west to east, "" for an empty place.
    ("", "", "", "", "", "", "", "", "", "城口县", "", ""),
    ("", "", "", "", "", "", "", "", "开州区", "", "巫溪县", ""),
    ("", "", "", "", "", "", "", "梁平区", "万州区", "云阳县", "奉节县", "巫山县"),
    ("", "潼南区", "合川区", "北碚区", "渝北区", "", "垫江县", "忠县", "", "", "", ""),
    (
        "大足区", "铜梁区", "璧山区", "沙坪坝区", "江北区", "两江新区",
        "长寿区", "丰都县", "石柱县", "", "", "",
    ),
    (
        "荣昌区", "永川区", "重庆高新区", "九龙坡区", "渝中区", "南岸区",
        "涪陵区", "武隆区", "彭水县", "黔江区", "", "",
    ),
    ("", "", "", "江津区", "大渡口区", "巴南区", "南川区", "", "", "酉阳县", "", ""),
    ("", "", "", "", "", "綦江区", "万盛经开区", "", "", "秀山县", "", ""),
)  # fmt: skip
"""The map by short names. Neighbours stand side by side as far as a grid allows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the tile map: ``row`` from the north, ``column`` from the west, from 1."""

    row: int
    column: int


PLACES = {
    name: Place(row, column)
    for row, names in enumerate(ROWS, 1)
    for column, name in enumerate(names, 1)
    if name
}

GOOD = frozenset({Light.MET, Light.ON_PACE})
MEASURED = GOOD | {Light.BEHIND, Light.FAR_BEHIND, Light.NOT_REPORTED}


@dataclass(frozen=True, slots=True)
class Judged:
    """One union's target as far as a tally needs it."""

    light: Light
    expected: Fraction
    is_aspirational: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """``reached`` of ``counted`` things; ``silent`` of them told nothing at all.

    Never an average: a thing counts as one, whatever its size.
    """

    reached: int
    counted: int
    silent: int = 0

    @property
    def share(self) -> Fraction | None:
        """The reached part (0–1); None where nothing counts."""
        return Fraction(self.reached, self.counted) if self.counted else None


def pace_tally(rows: Iterable[Judged]) -> Tally:
    """Return how many of a union's due targets with a share are met or on pace.

    What is not due, has no share to be measured against, or is only striven for does
    not count; what is due and not reported counts as not on pace.
    """
    due = [
        row
        for row in rows
        if row.expected > 0 and row.light in MEASURED and not row.is_aspirational
    ]
    return Tally(
        reached=sum(row.light in GOOD for row in due),
        counted=len(due),
        silent=sum(row.light == Light.NOT_REPORTED for row in due),
    )


def pace_word(tally: Tally) -> TileWord:
    """Return the word for a share on pace; half and more is "most"."""
    if tally.share is None:
        return TileWord.NOTHING_DUE
    if tally.share == 1:
        return TileWord.ALL
    if tally.reached == 0:
        return TileWord.NONE
    return TileWord.MOST if tally.share * 2 >= 1 else TileWord.FEW


def coverage_word(tally: Tally) -> TileWord:
    """Return the word for how many owed reports of a period were accepted."""
    if tally.share is None:
        return TileWord.NOTHING_OWED
    if tally.share == 1:
        return TileWord.COMPLETE
    return TileWord.PARTLY if tally.reached else TileWord.UNREPORTED
