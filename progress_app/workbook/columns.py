"""The columns of the form, in their order: the writer and the reader share them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from progress_app.enums import Stage
from progress_app.rules.returned import INPUT_FIELDS

SHEET = _("填报表")
IDENTITY_SHEET = "unionplan"
HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
CODE_COLUMN = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, its head, its width in Chinese characters."""

    name: str
    head: Promise
    characters: int

    @property
    def is_input(self) -> bool:
        """Whether the clerk fills it in."""
        return self.name in INPUT_FIELDS

    @property
    def width(self) -> int:
        """The width in a spreadsheet's digits: a Chinese character takes two."""
        return 2 * self.characters + 2


COLUMNS = (
    Column("code", _("编号"), 4),
    Column("name", _("指标"), 13),
    Column("unit", _("单位"), 2),
    Column("goal", _("年度分解任务"), 5),
    Column("cumulative", _("至上期累计"), 5),
    Column("quantity", _("本期数"), 5),
    Column("numerator", _("分子"), 5),
    Column("denominator", _("分母"), 5),
    Column("stage", _("阶段"), 4),
    Column("reason", _("本期无此项的原因"), 8),
    Column("note", _("说明"), 12),
    Column("problems", _("存在问题"), 12),
    Column("next_steps", _("下一步打算"), 12),
    Column("state", _("状态"), 4),
)
NUMBERS = {column.name: number for number, column in enumerate(COLUMNS, 1)}
"""The number of a column by its name."""


def _in_every_language() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield language


def sheet_titles() -> list[str]:
    """Return what the form's sheet may be called."""
    return [str(SHEET) for _language in _in_every_language()]


def heads() -> list[list[str]]:
    """Return the row of heads in each language."""
    return [
        [str(column.head) for column in COLUMNS] for _language in _in_every_language()
    ]


def stage_words() -> dict[str, str]:
    """Return the value of a stage by its words in any language."""
    return {
        str(stage.label): stage.value
        for _language in _in_every_language()
        for stage in Stage
    }
