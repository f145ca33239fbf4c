"""Which column of a workbook is which of its original's, by their heads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from reports_app.rules.verifying.heads import texts_of
from unionplan.lib.spreadsheets.books import Cells

BESIDE = 100_000
"""What stands in a column without a head keeps its place behind all others."""


@dataclass(frozen=True, slots=True)
class Columns:
    """``of`` is the original's column by the column at hand; missing and added ones.

    Without any, columns are where they were. ``is_moved``: in another order.
    """

    of: Mapping[int, int] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    is_moved: bool = False

    def at_hand(self, column: int) -> int:
        """Return where an original's column stands in the workbook at hand."""
        here = [one for one, other in self.of.items() if other == column]
        return here[0] if here else column % BESIDE


def columns_of(expected: Cells, found: Cells, filled: Collection[int]) -> Columns:
    """Return how columns correspond: by place and head, by head, then by place.

    ``filled`` are the columns at hand with anything in them: a head may be wiped out.
    """
    left, right = texts_of(expected), texts_of(found)
    of = {column: column for column, head in right.items() if left.get(column) == head}
    for column in sorted(right.keys() - of.keys()):
        same = [c for c in _free(left, of) if left[c] == right[column]]
        if same:
            of[column] = same[0]
    for column in _free(left, of):
        is_wiped = column in filled and column not in right
        if column not in of and (is_wiped or column in right):
            of[column] = column
    order = [of[column] for column in sorted(of)]
    return Columns(
        of=of,
        missing=tuple(sorted(left.keys() - set(of.values()))),
        added=tuple(sorted(right.keys() - of.keys())),
        is_moved=order != sorted(order),
    )


def _free(left: Mapping[int, str], of: Mapping[int, int]) -> list[int]:
    return sorted(left.keys() - set(of.values()))
