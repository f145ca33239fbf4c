"""How cells look. Named styles: the workbook's owner can change them in one place."""

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from progress_app.enums import Light, Stage
from reports_app.workbook.cells import SHAPES

TEXT_FONT = "宋体"
HEAD_FONT = "黑体"
_LINE = Side(style="thin", color="C3C9D1")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
LIGHT_COLOURS = {
    Light.MET: ("14623A", "E3F1E8"),
    Light.ON_PACE: ("17607A", "E2F0F4"),
    Light.BEHIND: ("855000", "FDF1D8"),
    Light.FAR_BEHIND: ("8F1D1D", "FBE6E4"),
    Light.NOT_DUE: ("56606D", "FFFFFF"),
    Light.NOT_REPORTED: ("56606D", "ECEEF1"),
    Light.NO_QUOTA: ("56606D", "FFFFFF"),
}
"""Ink and ground by light: the same as on screen."""


_BODY = Font(name=TEXT_FONT, size=10)
_PLAIN = Alignment(vertical="center")
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_ON_THE_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ON_THE_RIGHT = Alignment(horizontal="right", vertical="center")
_IN_THE_MIDDLE = Alignment(horizontal="center", vertical="center")
_HEAD = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _ink(colour: str, *, font: str = TEXT_FONT, size: int = 10, bold: bool) -> Font:
    return Font(name=font, size=size, bold=bold, color=colour)


def _loose(name: str, font: Font) -> NamedStyle:
    """Return a style without a grid, for what is not a table."""
    return NamedStyle(name=name, font=font, alignment=_PLAIN)


def _gridded(
    name: str, alignment: Alignment, font: Font = _BODY, ground: str = ""
) -> NamedStyle:
    """Return a style of a table's cells."""
    style = NamedStyle(name=name, font=font, alignment=alignment, border=_GRID)
    if ground:
        style.fill = PatternFill("solid", start_color=ground, end_color=ground)
    return style


def add_styles(book: Workbook) -> None:
    """Add the styles that cells and sheets name."""
    styles = [
        _loose("title", _ink("A30D25", font=HEAD_FONT, size=16, bold=True)),
        _loose("stamp", _ink("56606D", size=9, bold=False)),
        _loose("warning", _ink("8F1D1D", font=HEAD_FONT, bold=True)),
        _loose("label", Font(name=HEAD_FONT, size=10)),
        _gridded("head", _HEAD, Font(name=HEAD_FONT, size=10, bold=True), "E9EBEF"),
        _gridded("text", _PLAIN),
        _gridded("wrapped", _WRAPPED),
        _gridded("answer", _ON_THE_LEFT),
        _gridded("word", _IN_THE_MIDDLE),
        _gridded("quiet", _IN_THE_MIDDLE, _ink("56606D", bold=False)),
        _gridded("number", _ON_THE_RIGHT),
    ]
    for light, (ink, ground) in LIGHT_COLOURS.items():
        name = f"light {light.value}"
        styles.append(_gridded(name, _PLAIN, _ink(ink, bold=True), ground))
    for style in styles:
        book.add_named_style(style)


def colour_words(sheet: WriteOnlyWorksheet, *, first: str, last: str) -> None:
    """Colour the cells of a range by the light, or the stage, that they begin with."""
    words = {SHAPES[light]: colours for light, colours in LIGHT_COLOURS.items()}
    words |= {
        str(Stage.DONE.label): LIGHT_COLOURS[Light.MET],
        str(Stage.UNDER_WAY.label): LIGHT_COLOURS[Light.ON_PACE],
        str(Stage.BLOCKED.label): LIGHT_COLOURS[Light.FAR_BEHIND],
    }
    for words_of, (ink, ground) in words.items():
        look = DifferentialStyle(
            font=Font(color=ink), fill=PatternFill(bgColor=ground, fill_type="solid")
        )
        rule = Rule(type="beginsWith", operator="beginsWith", text=words_of, dxf=look)
        rule.formula = [f'LEFT({first},{len(words_of)})="{words_of}"']
        sheet.conditional_formatting.add(f"{first}:{last}", rule)
