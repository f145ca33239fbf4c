"""Where PostgreSQL and SQLite say the same thing differently."""

from dataclasses import dataclass
from decimal import Decimal

SCALE = 10_000
"""Figures have at most four decimals: see ``figure_field``."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database adds figures exactly and compares what may be NULL."""

    is_scaled: bool
    differs: str
    before_large_sums: tuple[str, ...] = ()

    def whole(self, figure: str) -> str:
        """Return the expression of a stored figure that can be added exactly."""
        if self.is_scaled:
            return f"CAST(ROUND({figure} * {SCALE}) AS INTEGER)"
        return figure

    def figure(self, whole: str) -> str:
        """Return the expression that stores a sum of ``whole`` expressions."""
        return f"({whole}) / {SCALE}.0" if self.is_scaled else whole

    def read(self, whole: int | Decimal | None) -> Decimal | None:
        """Return what a sum of ``whole`` expressions says, once fetched."""
        return (
            None if whole is None else Decimal(whole) / (SCALE if self.is_scaled else 1)
        )


DIALECTS = {
    "postgresql": Dialect(
        is_scaled=False,
        differs="IS DISTINCT FROM",
        # Compiling a statement takes longer than running it, and where statistics
        # are old, as for a new plan, nested loops over thousands of rows are chosen.
        before_large_sums=("SET LOCAL jit = off", "SET LOCAL enable_nestloop = off"),
    ),
    # SQLite keeps decimals as binary fractions: sums of those drift, sums of whole
    # ten-thousandths do not.
    "sqlite": Dialect(is_scaled=True, differs="IS NOT"),
}
