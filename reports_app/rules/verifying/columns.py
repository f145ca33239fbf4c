"""Which column of a workbook is which of its original's, by their heads."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from unionplan.lib.spreadsheets.whole import BookRow, BookSheet, Cells

FEWEST_HEADS = 3
HEADS_BY = 5
"""The heads stand in one of the first rows; a workbook may have rows put above them."""
LOOKED_AT = 30
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


def heads_of(sheet: BookSheet) -> BookRow | None:
    """Return the row of an original's column heads; None for a sheet without."""
    for row in sheet.rows[:HEADS_BY]:
        if len(row.cells) >= FEWEST_HEADS:
            return row
    return None


def heads_found(sheet: BookSheet, heads: BookRow) -> BookRow | None:
    """Return the row most like the heads; None where none has half of them."""
    wanted = Counter(_texts(heads.cells).values())

    def likeness(row: BookRow) -> int:
        return (wanted & Counter(_texts(row.cells).values())).total()

    found = max(sheet.rows[:LOOKED_AT], key=likeness, default=None)
    if found is None or 2 * likeness(found) < len(heads.cells):
        return None
    return found


def columns_of(expected: Cells, found: Cells, filled: Collection[int]) -> Columns:
    """Return how columns correspond: by place and head, by head, then by place.

    ``filled`` are the columns at hand with anything in them: a head may be wiped out.
    """
    left, right = _texts(expected), _texts(found)
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


def occupied(sheet: BookSheet) -> frozenset[int]:
    """Return the columns of a sheet with anything in them."""
    return frozenset(column for row in sheet.rows for column in row.cells)


def pushed_left(rows: Sequence[BookRow]) -> Sequence[BookRow]:
    """Return rows whose cells stand side by side: above the heads no column counts."""
    return [
        replace(row, cells=dict(enumerate(dict(sorted(row.cells.items())).values(), 1)))
        for row in rows
    ]


def kept_columns(rows: Sequence[BookRow], columns: Columns) -> Sequence[BookRow]:
    """Return an original's rows without the columns that the workbook lacks."""
    if not columns.missing:
        return rows
    gone = frozenset(columns.missing)
    kept = [
        replace(row, cells={c: v for c, v in row.cells.items() if c not in gone})
        for row in rows
    ]
    return [row for row in kept if row.cells]


def named_columns(rows: Sequence[BookRow], columns: Columns) -> Sequence[BookRow]:
    """Return rows with the original's columns; those added are told by themselves."""
    of, added = columns.of, frozenset(columns.added)
    if not of or (not added and all(here == there for here, there in of.items())):
        return rows
    named = [
        replace(
            row,
            cells={
                of.get(c, c + BESIDE): v for c, v in row.cells.items() if c not in added
            },
        )
        for row in rows
    ]
    return [row for row in named if row.cells]


def _texts(cells: Cells) -> dict[int, str]:
    return {column: cell.text for column, cell in cells.items()}
