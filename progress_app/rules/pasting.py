"""A block copied from a spreadsheet, cut into rows of named cells."""

import re
from dataclasses import dataclass

from progress_app.enums import ItemProblem
from progress_app.rules.items import ITEM_FIELDS, folded

CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')
"""Excel quotes a cell only when it holds a line break, a tab or a quote. A quote that
nothing closes is a character like any other, so that it never swallows rows."""
HEADS = {
    "name": ("名称", "单位名称", "工会名称", "项目名称", "name"),
    "identifier": (
        "统一代码",
        "统一社会信用代码",
        "社会信用代码",
        "代码",
        "编号",
        "identifier",
        "code",
    ),
    "address": ("地址", "详细地址", "建设地址", "address"),
    "happened_on": ("日期", "建成日期", "成立日期", "建会日期", "时间", "date"),
    "note": ("备注", "说明", "note"),
}
"""What a column may be called; the first row is a head when it names two of them."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row: its number in the block, counted from 1, and its cells by field."""

    number: int
    raw: dict[str, str]
    problem: ItemProblem | None = None


def read_block(text: str) -> list[PastedRow]:
    """Return the rows of a block: cells parted by tabs, or by commas where none is.

    Columns are those that a head row names, otherwise name, identifier, address, date,
    note. Blank rows are left out.
    """
    rows = list(enumerate(_rows(text), 1))
    columns: tuple[str | None, ...] = ITEM_FIELDS
    if rows and (heads := _heads(rows[0][1])):
        columns, rows = heads, rows[1:]
    return [_named(number, cells, columns) for number, cells in rows if any(cells)]


def _rows(text: str) -> list[list[str]]:
    normal = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\t" not in normal:
        normal = re.sub("[,，]", "\t", normal)
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        # The second half of the pattern matches nothing at all, too.
        found = CELL.match(normal, place)
        if found is None:
            return rows
        quoted, bare = found.groups()
        cell = bare if quoted is None else quoted.replace('""', '"')
        rows[-1].append(cell.strip())
        if found.end() >= len(normal):
            return rows
        if normal[found.end()] == "\n":
            rows.append([])
        place = found.end() + 1


def _heads(cells: list[str]) -> tuple[str | None, ...]:
    """Return the field of each column; nothing when the row is no head."""
    names = {folded(word): name for name, words in HEADS.items() for word in words}
    columns = tuple(names.get(folded(cell)) for cell in cells)
    known = [name for name in columns if name]
    return columns if len(known) > 1 and len(set(known)) == len(known) else ()


def _named(number: int, cells: list[str], columns: tuple[str | None, ...]) -> PastedRow:
    raw = {
        name: cell for name, cell in zip(columns, cells, strict=False) if name and cell
    }
    is_too_wide = any(cells[len(columns) :])
    problem = ItemProblem.TOO_MANY_CELLS if is_too_wide else None
    return PastedRow(number, raw, problem)
