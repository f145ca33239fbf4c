"""The ledger itself, as of the stamp's sequence."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from progress_app.enums import Stage
from progress_app.models import Posting
from reports_app.models import Export
from reports_app.queries.exports import WorkbookFacts, posting_chunks
from reports_app.workbook.cells import Cell, figure, moment, text
from reports_app.workbook.sheet import Column, Sheet
from unions_app.models import Person

ROWS_A_STEP = 500
"""How many postings are written between two reports of progress."""


def write_postings(
    book: Workbook, facts: WorkbookFacts, *, export: Export, on_step: Callable[[], None]
) -> None:
    """Write one row a posting, oldest first, a chunk at a time."""
    sheet = Sheet(
        book,
        title=_("入账记录"),
        stamp=facts.stamp,
        columns=_columns(),
        frozen_columns=1,
        pages_wide=1,
    )
    for postings in posting_chunks(export=export, size=ROWS_A_STEP):
        for posting in postings:
            sheet.row(_row(posting))
        on_step()
    sheet.close()


def _columns() -> list[Column]:
    return [
        Column(_("序号"), 3),
        Column(_("入账时间（北京时间）"), 9),
        Column(_("单位"), 7),
        Column(_("指标编号"), 4),
        Column(_("指标名称"), 14),
        Column(_("报送期"), 6),
        Column(_("填报情况"), 5),
        Column(_("本期数"), 6),
        Column(_("分子"), 5),
        Column(_("分母"), 5),
        Column(_("阶段"), 4),
        Column(_("更正序号"), 4),
        Column(_("填报人编号"), 4),
        Column(_("填报人"), 8),
        Column(_("审核人编号"), 4),
        Column(_("审核人"), 8),
        Column(_("哈希"), 32),
    ]


def _row(posting: Posting) -> Iterator[Cell]:
    places = posting.target.decimal_places
    yield figure(posting.sequence)
    yield moment(posting.recorded_at)
    yield text(posting.union.short_name)
    yield text(posting.target.code)
    yield text(posting.target.name)
    yield text(posting.period)
    yield text(posting.get_presence_display())
    for number in (posting.quantity, posting.numerator, posting.denominator):
        yield figure(number, places=places)
    yield text(Stage(posting.stage).label if posting.stage else "")
    yield figure(posting.supersedes_id)
    yield from _person(_reporter(posting))
    yield from _person(posting.review.reviewer)
    yield text(posting.link)


def _reporter(posting: Posting) -> Person | None:
    """Return who gave the figure: of a correction, who proposed it."""
    correction = getattr(posting, "correction", None)
    return correction.proposed_by if correction else posting.entry.submitted_by


def _person(person: Person | None) -> Iterator[Cell]:
    yield figure(person.pk if person else None)
    yield text(person or "")
