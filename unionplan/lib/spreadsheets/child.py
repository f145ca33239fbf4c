"""The reader: a process of its own that may take little and reach nothing.

Run by path, not as a module of the portal: it knows neither Django nor the settings.
It reads a workbook on stdin and writes its cells as JSON on stdout: of the sheets that
are named, or with ``--whole`` all there is to compare two workbooks by.
"""

import json
import re
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any
from unicodedata import category
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.reader import excel
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHEET_MAIN_NS

MOST_MEMORY = 256 * 1024 * 1024
"""Of address space; what is used stays far below."""
MOST_SECONDS = 5
"""Of processor time."""
MOST_ROWS = 1_000
MOST_COLUMNS = 20
MOST_TEXT = 4_000_000
"""Characters in all cells: one long text can stand in each of them."""
WHOLE_MEMORY = 1024 * 1024 * 1024
WHOLE_SECONDS = 60
WHOLE_ROWS = 150_000
WHOLE_COLUMNS = 1_000
NAMED = 50
"""Of hidden rows and columns so many are named; all are counted."""
DIGITS = 15
"""Of a number; spreadsheets keep no more."""
KINDS = {"b": "boolean", "e": "error", "d": "date"}

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def limit(*, memory: int, seconds: int) -> None:
    """Give up what a reader of one file does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shared_strings(source: IO[bytes]) -> list[str]:
    """Return the shared strings as they stand, escapes included.

    openpyxl undoes half of the escapes, and only in these: "_x005F_x0041_" must read
    "_x0041_" wherever it stands, so ``plain`` undoes them all.
    """
    strings = []
    for _event, node in iterparse(source):  # noqa: S314 the gate saw that it is plain
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text: Any = Text.from_tree(node)  # type: ignore[arg-type]
            strings.append(str(text.content))
            node.clear()
    return strings


def plain(text: str) -> str:
    """Return a text with its escapes undone: "_x000D_" is a carriage return.

    One that stands for what no database holds stays as it is written.
    """
    unescaped = ESCAPE.sub(_meant, text)
    return unescaped.replace("\r\n", "\n").replace("\r", "\n")


def _meant(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    is_storable = char in "\t\n\r" or category(char) not in ("Cc", "Cs", "Cn", "Co")
    return char if is_storable else match[0]


def number_text(value: int | float) -> str:
    """Return a number as a spreadsheet shows it: fifteen digits, no exponent.

    A file holds 12.34 as 12.340000000000002 where it was reckoned; its owner sees 12.34.
    """
    if isinstance(value, int):
        return str(value)
    shown = f"{value:.15g}"
    if "e" not in shown:
        return shown
    return f"{value:.0f}" if abs(value) >= 1 else f"{value:.20f}".rstrip("0")


def told(cell: Any) -> list[str] | None:
    """Return a cell as (kind, text); None for a blank one."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return ["error", str(value)]
    if isinstance(value, bool):
        return ["boolean", str(value).upper()]
    if isinstance(value, datetime):
        is_midnight = value.time() == time.min
        return ["date", f"{value:%Y-%m-%d}" if is_midnight else str(value)]
    if isinstance(value, date | time | timedelta):
        return ["date", str(value)]
    if isinstance(value, int | float):
        kind = "percent" if "%" in str(cell.number_format) else "number"
        return [kind, number_text(value)]
    return ["text", plain(str(value))]


def read(data: bytes, names: list[str]) -> dict[str, list[list[Any]]]:
    """Return the cells of the named sheets: (row, column, kind, text)."""
    book = load_workbook(
        BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    left = MOST_TEXT
    found: dict[str, list[list[Any]]] = {}
    for name in names:
        if name not in book.sheetnames:
            continue
        found[name] = []
        for row in book[name].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            for cell in row:
                if seen := told(cell):
                    left -= len(seen[1])
                    if left < 0:
                        sys.exit("too much text")
                    found[name].append([cell.row, cell.column, *seen])
    return found


def read_whole(data: bytes) -> dict[str, Any]:
    """Return what a workbook claims to be, its number formats, and its sheets.

    openpyxl reads all but the sheets: it would go through each of them twice.
    """
    reader = excel.ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    reader.read_custom()
    apply_stylesheet(reader.archive, reader.wb)
    formats: dict[str, int] = {}
    sheets = [
        whole_sheet(reader, sheet, relation.target, formats)
        for sheet, relation in reader.parser.find_sheets()
        if relation.target in reader.valid_files
    ]
    book: Any = reader.wb
    claims = {each.name: str(each.value) for each in book.custom_doc_props.props}
    return {"claims": claims, "formats": list(formats), "sheets": sheets}


def whole_sheet(
    reader: Any, sheet: Any, path: str, formats: dict[str, int]
) -> dict[str, Any]:
    """Return a sheet's rows of (column, kind, text, format's number), and what is hidden."""
    found = SheetScan(reader.wb, reader.shared_strings, formats)
    with reader.archive.open(path) as source:
        found.parser.ParseFile(source)
    columns = sorted(found.hidden_columns)
    return {
        "name": sheet.name,
        "state": sheet.state or "visible",
        "rows": found.rows,
        "hidden_rows": [len(found.hidden_rows), found.hidden_rows[:NAMED]],
        "hidden_columns": [len(columns), columns[:NAMED]],
    }


class SheetScan:
    """One streaming pass over a sheet: openpyxl's own takes five times as long."""

    def __init__(self, book: Any, strings: Any, formats: dict[str, int]) -> None:
        """Begin a sheet."""
        self.rows: list[Any] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._book = book
        self._strings = strings
        self._formats = formats
        self._by_style: dict[int, tuple[int, bool]] = {}
        self._row: list[Any] = []
        self._number = self._column = self._phonetic = 0
        self._cell: dict[str, str] | None = None
        self._parts: dict[str, list[str]] = {}
        self._open: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._column += 1
            if "r" in attributes:
                self._column = column_index_from_string(
                    attributes["r"].rstrip("0123456789")
                )
            self._cell, self._parts = attributes, {}
        elif local == "row":
            self._begin_row(attributes)
        elif local == "rPh":
            self._phonetic += 1
        elif local == "col":
            self._hide_columns(attributes)
        elif self._cell is not None and local in ("v", "t", "f"):
            self._open = self._parts.setdefault(local, [])

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = int(attributes.get("r", self._number + 1))
        self._row, self._column = [], 0
        if is_hidden(attributes):
            self.hidden_rows.append(self._number)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if is_hidden(attributes):
            last = min(int(attributes["max"]), WHOLE_COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]), last + 1))

    def _characters(self, text: str) -> None:
        if self._open is not None and not self._phonetic:
            self._open.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._end_cell()
        elif local == "row":
            if self._row:
                self.rows.append([self._number, self._row])
            if len(self.rows) > WHOLE_ROWS:
                sys.exit("too many rows")
        elif local == "rPh":
            self._phonetic -= 1
        else:
            self._open = None

    def _end_cell(self) -> None:
        cell, self._cell, self._open = self._cell or {}, None, None
        parts = {name: "".join(texts) for name, texts in self._parts.items()}
        style = int(cell.get("s", 0))
        if style not in self._by_style:
            self._by_style[style] = self._format(style)
        shown, is_date = self._by_style[style]
        kind = cell.get("t", "n")
        seen = told_whole(parts, kind, self._strings, self._book if is_date else None)
        if seen is None:
            return
        if self._column > WHOLE_COLUMNS:
            sys.exit("too many columns")
        self._row.append([self._column, *seen, shown])

    def _format(self, style: int) -> tuple[int, bool]:
        shown = number_format(self._book, style)
        number = self._formats.setdefault(shown, len(self._formats))
        return number, style in self._book._date_formats


def told_whole(
    parts: dict[str, str], kind: str, strings: Any, dated: Any
) -> tuple[str, str] | None:
    """Return a cell as (kind, text); None for a blank one. ``dated``: its book, or None.

    Numbers have fifteen digits, moments whole seconds: what every program keeps.
    """
    if "f" in parts:
        return "formula", f"={parts['f']}"
    text = parts.get("t" if kind == "inlineStr" else "v", "")
    if text == "":
        return None
    if kind == "n":
        return told_number(text, dated)
    if kind == "s":
        text = strings[int(text)]
    if kind in ("b", "e", "d"):
        return KINDS[kind], text
    return ("text", plain(text)) if text else None


def told_number(text: str, dated: Any) -> tuple[str, str]:
    """Return a number, or the moment that it stands for."""
    if dated is not None:
        try:
            moment = from_excel(float(text), dated.epoch)
        except (OverflowError, ValueError):
            moment = None
        if isinstance(moment, datetime):
            rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
            return "date", f"{rounded:%Y-%m-%d %H:%M:%S}"
    if len(text) < DIGITS and text.isdecimal() and text.isascii():
        return "number", text.lstrip("0") or "0"
    return "number", number_text(float(text) or 0.0)


def number_format(book: Any, style: int) -> str:
    """Return a cell's number format as it is written."""
    styles = book._cell_styles
    number = styles[style].numFmtId if style < len(styles) else 0
    if number >= BUILTIN_FORMATS_MAX_SIZE:
        return str(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
    return BUILTIN_FORMATS.get(number, "General")


def is_hidden(attributes: dict[str, Any]) -> bool:
    """Return whether a row or column is not shown."""
    return attributes.get("hidden", "0") in ("1", "true")


if __name__ == "__main__":
    is_whole = sys.argv[1:] == ["--whole"]
    limit(
        memory=WHOLE_MEMORY if is_whole else MOST_MEMORY,
        seconds=WHOLE_SECONDS if is_whole else MOST_SECONDS,
    )
    excel.read_string_table = shared_strings  # type: ignore[attr-defined]
    data = sys.stdin.buffer.read()
    told_of = read_whole(data) if is_whole else read(data, sys.argv[1:])
    # At once: written bit by bit it takes as long as the reading.
    sys.stdout.write(json.dumps(told_of))
