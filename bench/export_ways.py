"""The same long sheet in four ways: ours, openpyxl's, zlib alone, another library's."""

import zlib
from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from import_export import fields, resources
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from progress_app.models import Posting
from reports_app.queries.exports import Stamp
from reports_app.workbook.cells import Cell, figure, text
from reports_app.workbook.columns import MOMENT_FORMAT, Column
from reports_app.workbook.long import add_long_sheets
from reports_app.workbook.saving import save_book
from reports_app.workbook.sheet import Sheet, written
from reports_app.workbook.styles import add_styles
from reports_app.workbook.tables import LongTable
from unionplan.lib.dates import start_of
from unionplan.lib.spreadsheets.rows import Kind, Line

INTEGER, FIGURE, MOMENT, TEXT = Kind.INTEGER, Kind.FIGURE, Kind.MOMENT, Kind.TEXT
KINDS = (
    *(INTEGER, MOMENT, TEXT, TEXT, TEXT, TEXT, INTEGER, TEXT, FIGURE, FIGURE),
    *(FIGURE, TEXT, INTEGER, TEXT, TEXT, MOMENT, INTEGER, TEXT, TEXT, TEXT),
)
"""The twenty columns: nine of numbers and dates, eleven of text."""
COLUMNS = [Column(f"第{n}列", 6, f"c{n}", kind) for n, kind in enumerate(KINDS, 1)]
PIECE = 1 << 19


def lines(count: int, began) -> Iterator[Line]:
    """Yield rows like the ledger's: few unions and targets, every hash another one."""
    for n in range(count):
        at = began + timedelta(seconds=61 * n)
        is_rate, is_corrected = n % 3 == 0, n % 20 == 0
        yield (
            n % 3,
            (
                n + 1,
                at,
                f"第{n % 46}区总工会",
                f"4.1.2-{n % 75}",
                f"新建渝工港湾与职工服务阵地{n % 75}",
                f"2024年{n % 12 + 1}月",
                n % 12 + 1,
                "已填",
                Decimal(n) / 4,
                Decimal(n) if is_rate else None,
                Decimal(2 * n + 1) if is_rate else None,
                None,
                n if is_corrected else None,
                "统计有误" if is_corrected else None,
                f"复核时发现少计，见第{n % 500}号登记表" if is_corrected else None,
                at if is_corrected else None,
                n % 138,
                f"填报员{n % 138}",
                f"审核人{n % 11}",
                f"{(n + 1) * 7919**16:064x}"[:64],
            ),
        )


def stamp_of(at) -> Stamp:
    """Return a stamp that says nothing in particular."""
    return Stamp("计划", 2024, "总工会", 7, "0" * 64, at, at, "某人", False)


def ours(path: Path, count: int, at) -> None:
    """Write the rows into a book of openpyxl's, by templates."""
    naive = at.replace(tzinfo=None)
    table = LongTable("rows", "行", COLUMNS, count, lambda: lines(count, naive))
    write_ours(path, table, at)


def write_ours(path: Path, table: LongTable, at) -> None:
    """Write a table as a workbook of its own."""
    book = Workbook(write_only=True)
    add_styles(book)
    rows = add_long_sheets(book, stamp_of(at), table, on_step=lambda: None)
    with path.open("wb") as to:
        save_book(book, to=to, at=at, rows=rows)


def with_openpyxl(path: Path, count: int, at) -> None:
    """Write the same rows with the same styles in its write-only mode.

    Styles are looked up once: setting them by name on every cell takes twice as long.
    """
    book = Workbook(write_only=True)
    add_styles(book)
    sheet = Sheet(
        book, title="行", stamp=stamp_of(at), columns=COLUMNS, frozen_columns=1
    )
    styles = [_styles(sheet.inner, kind) for kind in KINDS]
    for places, values in lines(count, at.replace(tzinfo=None)):
        cells = []
        for style, value in zip(styles, values, strict=True):
            cell = WriteOnlyCell(sheet.inner, value)
            cell._style = copy(style[min(places, len(style) - 1)])
            cells.append(cell)
        sheet.inner.append(cells)
    sheet.close()
    book.save(path)


def _styles(sheet, kind: Kind) -> list:
    cells = {
        TEXT: [text("一")],
        INTEGER: [figure(0)],
        FIGURE: [figure(0, places=places) for places in range(3)],
        MOMENT: [Cell(0, "text", MOMENT_FORMAT)],
    }
    return [written(sheet, cell)._style for cell in cells[kind]]


def packed(path: Path, level: int) -> None:
    """Only pack the bytes of the sheet that ours has written: nothing can be faster."""
    packer = zlib.compressobj(level)
    with path.open("rb") as raw, Path("/dev/null").open("wb") as to:
        while piece := raw.read(PIECE):
            to.write(packer.compress(piece))
        to.write(packer.flush())


def unpack(path: Path, to: Path) -> int:
    """Take the sheet out of a workbook; return its size in bytes."""
    with ZipFile(path) as archive, to.open("wb") as raw:
        with archive.open("xl/worksheets/sheet1.xml") as sheet:
            while piece := sheet.read(PIECE):
                raw.write(piece)
        return raw.tell()


ATTRIBUTES = (
    *("sequence", "recorded_at", "union__short_name", "target__code", "target__name"),
    *("period__number", "presence", "quantity", "numerator", "denominator", "stage"),
    *("supersedes_id", "superseded_by__sequence", "correction__reason_code"),
    *("correction__words", "correction__reference", "correction__proposed_at"),
    *("entry__submitted_by_id", "entry__submitted_by__name", "review__reviewer_id"),
    *("review__reviewer__name", "link"),
)


PostingResource = type(resources.Resource)(
    "PostingResource",
    (resources.Resource,),
    {name: fields.Field(attribute=name, column_name=name) for name in ATTRIBUTES},
)
"""The ledger as django-import-export is told of it."""


def with_import_export(path: Path) -> None:
    """Write the postings as django-import-export does."""
    rows = Posting.objects.select_related(
        "union",
        "target",
        "period",
        "entry__submitted_by",
        "review__reviewer",
        "superseded_by",
        "correction",
    ).order_by("sequence")
    path.write_bytes(PostingResource().export(rows).xlsx)


def began():
    """Return the moment that the rows begin at."""
    return start_of(date(2024, 1, 1))
