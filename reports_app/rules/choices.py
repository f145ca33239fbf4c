"""What somebody wants of a file: kept on its row as JSON, in one form only."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

FIGURES_VERSION = "unionplan-figures-1"
"""Names the rules of docs/domain.md: another name when a figure would come out other."""
LAYOUT_VERSION = "unionplan-files-2"
"""Names sheets and columns: another name when the same figures are laid out otherwise."""

ID_NAMES = ("areas", "targets", "unions", "periods")


@dataclass(frozen=True, slots=True)
class Choices:
    """The ids of what is wanted, () for everything; whether postings are listed.

    ``areas`` and ``targets`` choose what is told, a target has to be of both. ``unions``
    and ``periods`` choose columns and rows of lists: a sum is always the city's.
    """

    areas: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    unions: tuple[int, ...] = ()
    periods: tuple[int, ...] = ()
    with_postings: bool = True

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not stored(self)

    def has_union(self, pk: int) -> bool:
        """Return whether a union's rows are wanted."""
        return not self.unions or pk in self.unions

    def has_period(self, pk: int) -> bool:
        """Return whether a period's rows are wanted."""
        return not self.periods or pk in self.periods

    def has_target(self, pk: int, *, area_id: int) -> bool:
        """Return whether a target is told."""
        return (not self.areas or area_id in self.areas) and (
            not self.targets or pk in self.targets
        )


EVERYTHING = Choices()


def stored(choices: Choices) -> dict[str, Any]:
    """Return choices as they are kept: only what was chosen, in order."""
    told = asdict(choices)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in told.items()
        if value != getattr(EVERYTHING, name)
    }


def chosen(kept: Mapping[str, Any]) -> Choices:
    """Return choices from how they are kept."""
    ids = {name: _ids(kept.get(name, ())) for name in ID_NAMES}
    return Choices(**ids, with_postings=bool(kept.get("with_postings", True)))


def _ids(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(sorted({int(value) for value in values}))
