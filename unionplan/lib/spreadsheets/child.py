"""The reader: a process of its own that may take little and reach nothing.

Run by path, not as a module of the portal: it knows neither Django nor the settings.
It reads a workbook on stdin and writes its cells as JSON on stdout.
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

from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.reader import excel
from openpyxl.xml.constants import SHEET_MAIN_NS

MOST_MEMORY = 256 * 1024 * 1024
"""Of address space; what is used stays far below."""
MOST_SECONDS = 5
"""Of processor time."""
MOST_ROWS = 1_000
MOST_COLUMNS = 20
MOST_TEXT = 4_000_000
"""Characters in all cells: one long text can stand in each of them."""


ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def limit() -> None:
    """Give up what a reader of one small file does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
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


if __name__ == "__main__":
    limit()
    excel.read_string_table = shared_strings  # type: ignore[attr-defined]
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1:]), sys.stdout)
