"""How the form looks and prints; named styles, so that its owner can change them."""

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from progress_app.workbook.columns import COLUMNS, FIRST_ROW, HEAD_ROW
from unionplan.lib.spreadsheets.texts import storable

TEXT_FONT = "宋体"
HEAD_FONT = "黑体"
A4 = 9
LINE_POINTS = 13
LONGEST_HEADER = 100
"""Excel takes page headers of 255 characters with codes, and "&" counts twice."""
INK, SOFT, RED = "1F2933", "56606D", "8F1D1D"
SHUT_GROUND, HEAD_GROUND, AREA_GROUND, FAULT_GROUND = (
    "ECEEF1",
    "E9EBEF",
    "F6E3E6",
    "FBE6A2",
)
_LINE = Side(style="thin", color="C3C9D1")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_LEFT = Alignment(vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_PLAIN = Alignment(vertical="center")


def _style(
    name: str,
    alignment: Alignment = _LEFT,
    *,
    font: str = TEXT_FONT,
    size: int = 10,
    ink: str = INK,
    is_bold: bool = False,
    ground: str = "",
    is_open: bool = False,
    number_format: str = "General",
) -> NamedStyle:
    style = NamedStyle(name=name)
    style.font = Font(name=font, size=size, bold=is_bold, color=ink)
    style.alignment = alignment
    style.protection = Protection(locked=not is_open)
    style.number_format = number_format
    if ground:
        style.fill = PatternFill("solid", start_color=ground, end_color=ground)
    return style


def add_styles(book: Workbook) -> None:
    """Add the styles that the form's cells name: "shut" is locked, "fault" marked."""
    loose = [
        _style("title", _PLAIN, font=HEAD_FONT, size=15, ink="A30D25", is_bold=True),
        _style("hint", _PLAIN, size=9, ink=SOFT),
    ]
    gridded = [
        _style("head", _MIDDLE, font=HEAD_FONT, is_bold=True, ground=HEAD_GROUND),
        _style("area", _PLAIN, font=HEAD_FONT, is_bold=True, ground=AREA_GROUND),
        _style("task", _PLAIN, font=HEAD_FONT, ground=HEAD_GROUND),
        _style("loose", _PLAIN, ink=RED, ground=FAULT_GROUND),
        _style("told", _LEFT, ground=SHUT_GROUND, number_format="@"),
        _style("figure", _RIGHT, is_open=True),
        _style("text", _LEFT, is_open=True, number_format="@"),
        _style("shut figure", _RIGHT, ink=SOFT, ground=SHUT_GROUND),
        _style("shut text", _LEFT, ink=SOFT, ground=SHUT_GROUND),
        _style("fault figure", _RIGHT, ink=RED, ground=FAULT_GROUND, is_open=True),
        _style("fault text", ink=RED, ground=FAULT_GROUND, is_open=True),
    ]
    for style in gridded:
        style.border = _GRID
    for style in (*loose, *gridded):
        book.add_named_style(style)


def number_format(places: int) -> str:
    """Return how a figure is shown: grouped, with at most its target's decimals."""
    return "#,##0" + ("." + "#" * places if places else "")


def set_up(sheet: Worksheet, *, title: str, is_demonstration: bool) -> None:
    """Set widths, frozen panes, protection and A4 landscape printing."""
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.row_dimensions[HEAD_ROW].height = LINE_POINTS * 2 + 6
    sheet.protection.sheet = True
    # What does no harm stays allowed: wider columns, taller rows.
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    words = storable(title)[:LONGEST_HEADER].replace("&", "&&")
    sheet.oddFooter.left.text = words
    sheet.oddFooter.right.text = "&P / &N"
    if is_demonstration:
        sheet.oddHeader.right.text = _("演示数据")
