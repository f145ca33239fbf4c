"""How a row differs from its original, cell by cell."""

from collections.abc import Iterator, Sequence

from reports_app.enums import Alteration
from reports_app.rules.verifying.cells import altered, shown
from reports_app.rules.verifying.columns import Columns
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.keys import name_of
from reports_app.rules.verifying.rows import Pair
from reports_app.rules.verifying.side import Side
from unionplan.lib.spreadsheets.books import BookCell
from unionplan.lib.spreadsheets.places import place_of


def cell_differences(
    side: Side, pair: Pair, keys: Sequence[int], columns: Columns
) -> Iterator[Difference]:
    """Yield what differs between two rows that are one."""
    expected, found = pair
    for column in sorted(expected.cells.keys() | found.cells.keys()):
        was, now = expected.cells.get(column), found.cells.get(column)
        kind = altered(was, now)
        if kind is None:
            continue
        is_format = kind == Alteration.FORMAT
        yield side.told(
            kind,
            expected,
            place=place_of(row=found.number, column=columns.at_hand(column)),
            column=side.head(column),
            row=name_of(expected, keys),
            expected=_with_format(was) if is_format else shown(was),
            found=_with_format(now) if is_format else shown(now),
        )


def _with_format(cell: BookCell | None) -> str:
    return f"{cell.text}  [{cell.shown_as}]" if cell else ""
