"""Rounding the parts of a whole so that what is shown still adds up."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def rounded_parts(parts: Sequence[Fraction], *, total: int) -> tuple[list[int], int]:
    """Return parts as whole steps of the shown precision, and what is left of a total.

    Each part is shown at one of its two neighbouring steps: the largest remainders are
    raised until the sum is ``total``. Left over, seldom, is what the rounding of the
    two ends themselves moved beyond that; it is told apart, never put on a part.
    """
    shown = [floor(part) for part in parts]
    wanted = total - sum(shown)
    remainders = [part - whole for part, whole in zip(parts, shown, strict=True)]
    # Parts that are whole already stay: only a true remainder may be raised.
    by_size = sorted(
        (i for i, remainder in enumerate(remainders) if remainder),
        key=lambda i: (-remainders[i], i),
    )
    raised = by_size[: max(0, wanted)]
    for i in raised:
        shown[i] += 1
    return shown, total - sum(shown)
