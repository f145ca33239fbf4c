"""Columns of tables, for sheets and for files of plain values alike."""

from dataclasses import dataclass

from unionplan.lib.spreadsheets.rows import Kind

MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its width in characters of a Chinese text.

    ``name`` is what a data package calls it; ``kind`` is what it holds.
    """

    head: str
    characters: int
    name: str = ""
    kind: Kind = Kind.TEXT

    @property
    def width(self) -> int:
        """The width in Excel's digits: a Chinese character takes two."""
        return 2 * self.characters + 2


def integer(head: str, characters: int, name: str) -> Column:
    """Return a column of whole numbers: counts and keys."""
    return Column(head, characters, name, Kind.INTEGER)


def number(head: str, characters: int, name: str) -> Column:
    """Return a column of figures."""
    return Column(head, characters, name, Kind.FIGURE)


def moment(head: str, characters: int, name: str) -> Column:
    """Return a column of moments in Beijing time."""
    return Column(head, characters, name, Kind.MOMENT)
