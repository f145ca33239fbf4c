"""The form as a file: the period's lines prefilled, only what is asked for unlocked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from progress_app.enums import Stage
from progress_app.models import Entry
from progress_app.queries.grid import Grid
from progress_app.queries.ledger import figure_of
from progress_app.queries.lines import Line
from progress_app.rules.returned import (
    FIGURE_FIELDS,
    TEXT_FIELDS,
    digest,
    fields_of,
    told,
)
from progress_app.workbook.columns import (
    COLUMNS,
    HEAD_ROW,
    IDENTITY_SHEET,
    NUMBERS,
    SHEET,
)
from progress_app.workbook.guidance import definition_of, guide
from progress_app.workbook.identity import SeenEntry, identity_of, sealed
from progress_app.workbook.look import LINE_POINTS, add_styles, number_format, set_up
from targets_app.enums import TargetKind
from unionplan.lib.numbers import NotANumberError, parse_decimal
from unionplan.lib.spreadsheets.texts import (
    escaped,
    is_formula_like,
    lines_tall,
    storable,
)

LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Marks:
    """A form that came back with faults: what it said, and what is wrong where.

    ``raw``: entry id to what was typed, by field; ``faults``: (entry id, field) to
    words; ``loose``: what belongs to no line, in words.
    """

    raw: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    faults: Mapping[tuple[int, str], str] = field(default_factory=dict)
    loose: Sequence[str] = ()


NO_MARKS = Marks()


def texts_of(entry: Entry) -> dict[str, str]:
    """Return the texts of an entry, by field."""
    return {name: getattr(entry, name) for name in TEXT_FIELDS}


def form_name(grid: Grid, *, is_demonstration: bool, is_marked: bool) -> str:
    """Return what the file is called."""
    parts = [
        _("演示数据") if is_demonstration else "",
        str(SHEET),
        str(grid.submission.union),
        str(grid.submission.period),
        _("已标出问题") if is_marked else "",
    ]
    return "-".join(part for part in parts if part) + ".xlsx"


def write_form(grid: Grid, *, is_demonstration: bool, marks: Marks = NO_MARKS) -> bytes:
    """Return the form for a return as it stands, in the active language.

    With marks it holds what was typed instead, and says what is wrong with it.
    """
    book = Workbook()
    add_styles(book)
    sheet = book.worksheets[0]
    sheet.title = str(SHEET)
    title = _write_title(sheet, grid, is_demonstration=is_demonstration)
    set_up(sheet, title=title, is_demonstration=is_demonstration)
    for area in grid.areas:
        _write_heading(sheet, area.area.title, "area")
        for task in area.tasks:
            _write_heading(sheet, task.task.title, "task")
            for line in task.lines:
                _write_line(sheet, line, marks)
    for words in marks.loose:
        _write_heading(sheet, words, "loose")
    guide(sheet, grid, first=HEAD_ROW + 1)
    _write_identity(book, grid)
    book.properties.title = title
    book.properties.creator = _("工会工作计划平台")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def put(cell: Cell, words: object) -> None:
    """Write words that stay words, whatever they begin with or hold."""
    text = storable(words)
    cell.value = escaped(text) or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = is_formula_like(text)


def _write_title(sheet: Worksheet, grid: Grid, *, is_demonstration: bool) -> str:
    title = _("%(union)s %(period)s填报表") % {
        "union": grid.submission.union.name,
        "period": grid.submission.period,
    }
    if is_demonstration:
        title = f"{_('演示数据')} · {title}"
    rows = [
        (title, "title"),
        (
            _(
                "只在白色栏里填写。0 也是数；没有发生请填 0，留空就是“未报”；"
                "本期不涉及请写明原因，不填数。"
            ),
            "hint",
        ),
        (
            _(
                "数字、千分位、“20万”都能识别；请不要增删行列、合并单元格或使用公式。"
                "填好后在平台上传，核对每一处改动后才写入。"
            ),
            "hint",
        ),
    ]
    for number, (words, style) in enumerate(rows, 1):
        cell = sheet.cell(number, 1)
        cell.style = style
        put(cell, words)
    for number, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(HEAD_ROW, number)
        cell.style = "head"
        put(cell, column.head)
    return title


def _write_heading(sheet: Worksheet, words: str, style: str) -> None:
    """Write words over the whole width; the code column stays blank for the reader."""
    number = sheet.max_row + 1
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(number, column).style = style
    put(sheet.cell(number, NUMBERS["name"]), words)


def _write_line(sheet: Worksheet, line: Line, marks: Marks) -> None:
    number = sheet.max_row + 1
    entry = line.entry
    stands = told(figure_of(entry), texts_of(entry))
    raw = {**stands, **(marks.raw.get(entry.pk, {}) if line.is_open else {})}
    words = _told_beside(line)
    wanted = _wanted(line)
    for column in COLUMNS:
        cell = sheet.cell(number, NUMBERS[column.name])
        if not column.is_input:
            _put_told(cell, words[column.name], line)
            continue
        is_text = column.name in TEXT_FIELDS
        style = "text" if is_text else "figure"
        cell.style = style if column.name in wanted else f"shut {style}"
        _put_input(cell, column.name, raw[column.name], line)
        if fault := marks.faults.get((entry.pk, column.name)):
            cell.style = f"fault {style}"
            cell.comment = _comment(fault)
    sheet.cell(number, NUMBERS["name"]).comment = _comment(definition_of(line))
    _set_height(sheet, number)


def _wanted(line: Line) -> set[str]:
    """Return the fields that can be typed: not the figure that a list is counted into."""
    if not line.is_open:
        return set()
    fields = {*fields_of(line.target.kind), *TEXT_FIELDS}
    return fields - {"quantity", "reason"} if line.entry.item_count else fields


def _put_told(cell: Cell, told: str | Decimal | None, line: Line) -> None:
    if isinstance(told, Decimal):
        cell.style = "shut figure"
        cell.number_format = number_format(line.target.decimal_places)
        cell.value = told
    else:
        cell.style = "told"
        put(cell, told or "")


def _put_input(cell: Cell, name: str, text: str, line: Line) -> None:
    """Write a figure as a number where it is one, everything else as it was typed."""
    if name == "stage" and text in Stage.values:
        put(cell, Stage(text).label)
    elif name in FIGURE_FIELDS and name != "stage":
        cell.number_format = number_format(line.target.decimal_places)
        try:
            cell.value = parse_decimal(text)
        except NotANumberError:
            put(cell, text)
    else:
        put(cell, text)


def _told_beside(line: Line) -> dict[str, str | Decimal | None]:
    """Return what stands beside the inputs, by column."""
    target = line.target
    name = target.name
    if target.kind == TargetKind.RATIO:
        name += "\n" + _("分子：%(numerator)s；分母：%(denominator)s") % {
            "numerator": target.numerator_name,
            "denominator": target.denominator_name,
        }
    is_figure = target.kind != TargetKind.MILESTONE
    is_flow = target.kind == TargetKind.FLOW
    return {
        "code": target.code,
        "name": name,
        "unit": target.get_unit_display() if is_figure else "",
        "goal": (line.goal or _("未分解")) if is_figure else "",
        "cumulative": line.context.cumulative if is_flow else "",
        "state": line.entry.get_state_display() if line.is_filled else _("未填"),
    }


def _comment(words: str) -> Comment:
    text = storable(words)[:LONGEST_COMMENT]
    height = 30 + LINE_POINTS * 2 * lines_tall(text, width=44)
    return Comment(text, _("平台"), width=360, height=min(height, 500))


def _set_height(sheet: Worksheet, number: int) -> None:
    """Make a row as tall as its texts: not every spreadsheet measures wrapped rows."""
    lines = max(
        lines_tall(str(sheet.cell(number, n).value or ""), width=column.width)
        for n, column in enumerate(COLUMNS, 1)
    )
    sheet.row_dimensions[number].height = min(LINE_POINTS * lines + 5, 400)


def _write_identity(book: Workbook, grid: Grid) -> None:
    seen = [
        SeenEntry(
            entry_id=line.entry.pk,
            code=line.target.code,
            version=line.entry.version,
            digest=digest(figure_of(line.entry), texts_of(line.entry)),
        )
        for line in grid.lines
    ]
    sheet = book.create_sheet(IDENTITY_SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    for number, text in enumerate(sealed(identity_of(grid.submission, seen)), 1):
        put(sheet[f"{get_column_letter(1)}{number}"], text)
