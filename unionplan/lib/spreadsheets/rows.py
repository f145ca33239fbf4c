"""Rows of a long sheet as XML: a template for each pattern of blanks, then filled in.

Several times as fast as a library that makes an object of every cell, and no row is
kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from xml.sax.saxutils import escape

from unionplan.lib.spreadsheets.texts import escaped, is_formula_like, storable

Value = str | int | Decimal | datetime | None
Line = tuple[int, Sequence[Value]]
"""A row: how many decimals its figures are shown with, and a value for each column."""

MOST_KEPT_TEXTS = 8_192
"""Texts that come again and again are escaped once; memory stays bounded."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 — spreadsheets know no time zones.
_DAY = timedelta(days=1) // timedelta(microseconds=1)
_NUMBER = "\x00"
"""Stands for the row's number in a template; no XML text can hold it."""


class Kind(Enum):
    """What a column holds: it decides how its cells are written."""

    TEXT = "text"
    INTEGER = "integer"
    FIGURE = "figure"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column: its letters, what it holds, and the ids of its styles in the book.

    ``styles`` are by decimals shown; columns without decimals have one. ``quoted`` is
    the style of a text that looks like a formula.
    """

    letters: str
    kind: Kind
    styles: Sequence[int]
    quoted: int = 0


class RowWriter:
    """Turns lines into XML, from one row's number on."""

    def __init__(self, columns: Sequence[RowColumn], *, first: int) -> None:
        """Begin at a row; nothing is written yet."""
        self._columns = columns
        self._converters = [self._converter(column) for column in columns]
        self._templates: dict[tuple[int, tuple[bool, ...]], str] = {}
        self.number = first

    def row(self, line: Line) -> str:
        """Return the next row."""
        places, values = line
        key = places, tuple([value is None for value in values])
        template = self._templates.get(key)
        if template is None:
            template = self._templates[key] = self._template(*key)
        told = [
            convert(value)
            for convert, value in zip(self._converters, values, strict=True)
            if value is not None
        ]
        number = str(self.number)
        self.number += 1
        return (template % tuple(told)).replace(_NUMBER, number)

    def _template(self, places: int, blanks: tuple[bool, ...]) -> str:
        cells = [
            self._cell(column, places, is_blank)
            for column, is_blank in zip(self._columns, blanks, strict=True)
        ]
        return f'<row r="{_NUMBER}">{"".join(cells)}</row>'

    def _cell(self, column: RowColumn, places: int, is_blank: bool) -> str:
        style = column.styles[min(places, len(column.styles) - 1)]
        begin = f'<c r="{column.letters}{_NUMBER}"'
        if is_blank:
            return f'{begin} s="{style}"/>'
        if column.kind is Kind.TEXT:
            return f"{begin} %s</t></is></c>"
        return f'{begin} s="{style}"><v>%s</v></c>'

    def _converter(self, column: RowColumn) -> Callable[..., str]:
        if column.kind is Kind.TEXT:
            return _Texts(column.styles[0], column.quoted).__getitem__
        return _CONVERTERS[column.kind]


class _Texts(dict[str, str]):
    """Texts by how they are written: from the style on, up to the text's end."""

    def __init__(self, style: int, quoted: int) -> None:
        super().__init__()
        self._style, self._quoted = style, quoted

    def __missing__(self, words: str) -> str:
        if len(self) >= MOST_KEPT_TEXTS:
            self.clear()
        style = self._quoted if is_formula_like(words) else self._style
        kept = escape(escaped(storable(words))).replace("\r", "&#13;")
        space = ' xml:space="preserve"' if kept != kept.strip() or "\n" in kept else ""
        told = f's="{style}" t="inlineStr"><is><t{space}>{kept}'
        self[words] = told
        return told


def serial(moment: datetime) -> str:
    """Return a naive moment as a spreadsheet counts it: days since the end of 1899."""
    since = moment - _EPOCH
    micros = since.seconds * 1_000_000 + since.microseconds
    return f"{since.days}.{micros * 10**11 // _DAY:011d}"


def figure(number: Decimal | int) -> str:
    """Return a number as XML holds it: exact, without exponent or trailing zeros."""
    told = format(number, "f")
    return told.rstrip("0").rstrip(".") if "." in told else told


_CONVERTERS: dict[Kind, Callable[..., str]] = {
    Kind.INTEGER: str,
    Kind.FIGURE: figure,
    Kind.MOMENT: serial,
}
