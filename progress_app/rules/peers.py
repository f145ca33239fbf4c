"""How a union stands among units like it: by the middle of them, never by name."""

from collections.abc import Iterable
from fractions import Fraction

LEAST_KNOWN = 5
"""Of fewer units the middle one would be as good as named."""


def median_share(shares: Iterable[Fraction | None]) -> Fraction | None:
    """Return the exact middle of the known shares; None where fewer than five are.

    0 is a share like any other; None (nothing known) is no share. Between two middle
    ones it is halfway.
    """
    known = sorted(share for share in shares if share is not None)
    if len(known) < LEAST_KNOWN:
        return None
    middle = len(known) // 2
    if len(known) % 2:
        return known[middle]
    return (known[middle - 1] + known[middle]) / 2
