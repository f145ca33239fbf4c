"""A year's curve as points of a drawing: whole numbers, so no figure becomes a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Point = tuple[int, int]
HEADROOM = Decimal("1.08")


@dataclass(frozen=True, slots=True)
class Plane:
    """The drawing's inside, from the left top corner, in units of the drawing."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Scale:
    """What lies at the bottom and at the top of a plane."""

    lowest: Decimal
    highest: Decimal


def scale_of(values: Sequence[Decimal], *, is_ratio: bool) -> Scale:
    """Return a scale that holds all values: amounts from 0, rates from a ten below."""
    if not is_ratio:
        return Scale(Decimal(0), max([*values, Decimal(1)]) * HEADROOM)
    known = [value for value in values if value > 0]
    low = (min(known, default=Decimal(0)) - 5) // 10 * 10
    return Scale(max(Decimal(0), low), Decimal(100))


def points_of(
    values: Sequence[Decimal | None], *, plane: Plane, scale: Scale
) -> tuple[tuple[Point, ...], ...]:
    """Return the stretches of a line: it is broken where a value is not known."""
    stretches: list[list[Point]] = [[]]
    last = max(1, len(values) - 1)
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
            continue
        across = plane.left + Decimal((plane.right - plane.left) * place) / last
        stretches[-1].append((_whole(across), height_of(value, plane, scale)))
    return tuple(tuple(found) for found in stretches if found)


def height_of(value: Decimal, plane: Plane, scale: Scale) -> int:
    """Return how far down a value lies; what is beyond the scale lies on its edge."""
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    inside = min(max(share, Decimal(0)), Decimal(1))
    return _whole(plane.bottom - inside * (plane.bottom - plane.top))


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
