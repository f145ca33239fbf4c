"""How large a workbook from outside may be. Bounds come from trials, see the bench."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
"""Of a filled-in form."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one kind of workbook may hold, in all its parts together.

    ``size`` and ``unpacked`` are bytes, ``characters`` those of all texts.
    """

    size: int
    unpacked: int
    elements: int
    characters: int


FORM = Bounds(
    size=MOST_BYTES,
    unpacked=60 * MEGABYTE,
    elements=150_000,
    characters=8_000_000,
)
"""A form that was filled in: a hundred rows, and what its owner added."""
BOOK = Bounds(
    size=15 * MEGABYTE,
    unpacked=250 * MEGABYTE,
    elements=2_500_000,
    characters=40_000_000,
)
"""A workbook that the portal made: a row for every posting of a year."""
