"""One thing that differs between a workbook and the original it claims to be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from reports_app.enums import Alteration

GRAVE = frozenset(
    {
        Alteration.CELL,
        Alteration.ROW_MISSING,
        Alteration.ROW_ADDED,
        Alteration.COLUMN_MISSING,
        Alteration.COLUMN_ADDED,
        Alteration.SHEET_MISSING,
        Alteration.SHEET_ADDED,
    }
)
"""What changes what the workbook says; the rest changes how it says it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, where, and what stands on either side.

    ``place`` is an address in the file at hand, of what is missing in the original;
    ``column`` and ``row`` name it in words, ``key`` is the row's first text: a target's
    code or a posting's sequence. ``is_origin``: it is told of the workbook's origin.
    """

    kind: Alteration
    sheet: str
    place: str = ""
    column: str = ""
    row: str = ""
    key: str = ""
    expected: str = ""
    found: str = ""
    is_origin: bool = False

    @property
    def is_grave(self) -> bool:
        """Whether the workbook says something else for it."""
        return self.kind in GRAVE

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON column holds it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what ``to_json`` stored."""
        return cls(**{**data, "kind": Alteration(data["kind"])})
