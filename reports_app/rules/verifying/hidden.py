"""What a sheet does not show that its original showed."""

from collections.abc import Iterator, Sequence

from reports_app.enums import Alteration
from reports_app.rules.verifying.difference import Difference
from reports_app.rules.verifying.side import Side
from unionplan.lib.spreadsheets.books import BookSheet, Hidden
from unionplan.lib.spreadsheets.places import place_of


def hidden_differences(
    side: Side, expected: BookSheet, found: BookSheet
) -> Iterator[Difference]:
    """Yield what is hidden now: the sheet, rows, columns."""
    if expected.is_visible and not found.is_visible:
        yield side.told(Alteration.SHEET_HIDDEN)
    rows, columns = found.hidden_rows, found.hidden_columns
    if rows.count > expected.hidden_rows.count:
        numbers = [str(number) for number in rows.first]
        yield side.told(Alteration.ROWS_HIDDEN, found=_numbered(rows, numbers))
    if columns.count > expected.hidden_columns.count:
        letters = [place_of(row=1, column=n).rstrip("1") for n in columns.first]
        yield side.told(Alteration.COLUMNS_HIDDEN, found=_numbered(columns, letters))


def _numbered(hidden: Hidden, names: Sequence[str]) -> str:
    told = ", ".join(names)
    return f"{hidden.count}: {told}…" if hidden.count > len(names) else told
