"""What helps the clerk in the form: definitions, lists to choose from, checks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from progress_app.enums import Stage
from progress_app.queries.grid import Grid
from progress_app.queries.lines import Line
from progress_app.rules.figures import TEXT_LIMITS
from progress_app.workbook.columns import NUMBERS


def definition_of(line: Line) -> str:
    """Return how a target is counted, in the words of its definition."""
    return "\n".join(_definition_lines(line))


def _definition_lines(line: Line) -> Iterator[str]:
    target, definition = line.target, line.definition
    yield f"“{target.quote}”"
    if definition is not None:
        yield _("口径：%(text)s") % {"text": definition.text}
        if definition.counts:
            yield _("计入：%(text)s") % {"text": definition.counts}
        if definition.excludes:
            yield _("不计入：%(text)s") % {"text": definition.excludes}
    if target.open_question:
        yield _("口径待确认：%(question)s") % {"question": target.open_question}
    yield _("由%(department)s审核") % {"department": target.lead_department}


def guide(sheet: Worksheet, grid: Grid, *, first: int) -> None:
    """Add the checks that a spreadsheet makes while typing.

    They warn and let pass: "20万" is a text to a spreadsheet and a figure to us.
    """
    last = max(first, sheet.max_row)
    stages = ",".join(str(stage.label) for stage in Stage)
    _over(
        sheet,
        ("stage", "stage"),
        (first, last),
        DataValidation(
            type="list",
            formula1=f'"{stages}"',
            errorStyle="stop",
            errorTitle=_("进展阶段"),
            error=_("请从列出的阶段中选择"),
        ),
    )
    _over(
        sheet,
        ("quantity", "denominator"),
        (first, last),
        DataValidation(
            type="decimal",
            operator="greaterThanOrEqual",
            formula1="0",
            errorStyle="warning",
            errorTitle=_("请核对"),
            error=_("请填不小于 0 的数；“20万”这样的写法可以保留。"),
        ),
    )
    for name, longest in TEXT_LIMITS.items():
        _over(
            sheet,
            (name, name),
            (first, last),
            DataValidation(
                type="textLength",
                operator="lessThanOrEqual",
                formula1=str(longest),
                errorStyle="stop",
                errorTitle=_("文字过长"),
                error=_("请不超过%(longest)d字") % {"longest": longest},
            ),
        )


def _over(
    sheet: Worksheet,
    columns: tuple[str, str],
    rows: tuple[int, int],
    check: DataValidation,
) -> None:
    check.allow_blank = True
    check.showErrorMessage = True
    left, right = (get_column_letter(NUMBERS[name]) for name in columns)
    check.add(f"{left}{rows[0]}:{right}{rows[1]}")
    sheet.add_data_validation(check)
