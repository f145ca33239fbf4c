"""What the preview of an uploaded form shows."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext

from progress_app.enums import CellProblem, Stage
from progress_app.queries.uploads import CellChange, CellFault
from progress_app.rules.returned import FIGURE_FIELDS, Loose
from progress_app.templatetags.progress import COLUMN_NAMES, problem
from progress_app.workbook.columns import NUMBERS
from targets_app.enums import TargetKind
from targets_app.models import Target
from unionplan.lib.numbers import NotANumberError, grouped, parse_decimal
from unionplan.lib.spreadsheets.places import place_of

register = template.Library()


@register.filter
def place(cell: CellChange | CellFault) -> str:
    """Show the address of a cell: "G14"."""
    return place_of(row=cell.row.number, column=NUMBERS[cell.field])


@register.filter
def field_name(name: str, target: Target) -> str:
    """Show what a cell is for; the counts of a ratio by their own names."""
    if target.kind == TargetKind.RATIO and name == "numerator":
        return target.numerator_name
    if target.kind == TargetKind.RATIO and name == "denominator":
        return target.denominator_name
    return str(COLUMN_NAMES[name])


@register.filter
def cell_text(text: str, name: str) -> str:
    """Show what stands in a cell as a person reads it; a blank says so."""
    if not text:
        return gettext("（空）")
    if name == "stage" and text in Stage.values:
        return str(Stage(text).label)
    if name in FIGURE_FIELDS and name != "stage":
        return _grouped(text)
    return text


@register.filter
def fault(cell: CellFault) -> str:
    """Say what is wrong with a cell and what to do; of two people's values, both."""
    words = problem(cell.problem, cell.target)
    if cell.problem != CellProblem.CHANGED_SINCE:
        return words
    told = gettext("%(words)s。网页上现在是：%(stands)s（%(who)s）") % {
        "words": words,
        "stands": cell_text(cell.stands, cell.field),
        "who": cell.by or "",
    }
    return str(told)


@register.filter
def loose_words(loose: Loose) -> str:
    """Say what is wrong with something that belongs to no line."""
    told = gettext("%(what)s：%(words)s") % {
        "what": f"{loose.place} {loose.text}".strip(),
        "words": CellProblem(loose.problem).label,
    }
    return str(told)


def _grouped(text: str) -> str:
    try:
        number: Decimal | None = parse_decimal(text)
    except NotANumberError:
        return text
    return grouped(number)
