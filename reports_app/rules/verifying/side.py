"""What every difference of one sheet is told with."""

from dataclasses import dataclass
from typing import Any

from reports_app.enums import Alteration
from reports_app.rules.verifying.difference import Difference
from unionplan.lib.spreadsheets.books import BookRow

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Side:
    """What every difference of a sheet is told with."""

    name: str
    heads: BookRow | None
    is_origin: bool

    def told(
        self, kind: Alteration, of: BookRow | None = None, **said: Any
    ) -> Difference:
        """Return a difference of a row of the original, or of the whole sheet."""
        first = min(of.cells.items())[1].text if of and of.cells else ""
        return Difference(
            kind=kind,
            sheet=self.name,
            key=first[:LONGEST_KEY],
            is_origin=self.is_origin or (of is not None and self._is_above(of)),
            **said,
        )

    def _is_above(self, row: BookRow) -> bool:
        """Whether a row stands above the heads: where a sheet says where it is from."""
        return self.heads is not None and row.number < self.heads.number

    def head(self, column: int) -> str:
        """Return a column's name; "" where it has none."""
        cell = self.heads.cells.get(column) if self.heads else None
        return cell.text if cell else ""
