"""Tables as plain values: CSV files in one package, with or without a description."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from reports_app.models import Export
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.board import board_table
from reports_app.workbook.book import long_tables
from reports_app.workbook.columns import Column
from reports_app.workbook.cover import cover_table
from reports_app.workbook.definitions import definitions_table
from reports_app.workbook.description import Resource, described
from reports_app.workbook.league import league_table
from reports_app.workbook.overview import overview_table
from reports_app.workbook.positions import positions_table
from reports_app.workbook.tables import LongTable, Table
from reports_app.workbook.targets import targets_table
from unionplan.lib.spreadsheets.packing import Package
from unionplan.lib.spreadsheets.rows import Kind, Value, figure
from unionplan.lib.spreadsheets.texts import is_formula_like

MARK = "\N{BYTE ORDER MARK}"
"""Without it spreadsheet programs take Chinese for something else."""
ROWS_AT_ONCE = 500
SHORT = (
    cover_table,
    overview_table,
    targets_table,
    positions_table,
    league_table,
    board_table,
    definitions_table,
)


def steps_to_pack(facts: WorkbookFacts, export: Export) -> int:
    """Return how often ``write_values`` reports progress."""
    return len(SHORT) + len(long_tables(facts, export)) + 1


def write_values(
    *,
    facts: WorkbookFacts,
    export: Export,
    to: IO[bytes],
    on_step: Callable[[], None],
    is_described: bool,
) -> None:
    """Write every table as a CSV file into one package; ``on_step`` after each.

    Described, the heads are the fields' names and a ``datapackage.json`` says what they
    mean; otherwise they are the words that the workbook has.
    """
    package = Package(to)
    tables: list[Table | LongTable] = [table_of(facts) for table_of in SHORT]
    written: list[Resource] = []
    for table in (*tables, *long_tables(facts, export)):
        written.append(_added(package, table, is_described=is_described))
        on_step()
    if is_described:
        told: dict[str, Any] = described(facts, written)
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        package.add("datapackage.json", [text.encode()])
    package.close()
    on_step()


def _added(
    package: Package, table: Table | LongTable, *, is_described: bool
) -> Resource:
    path = f"{table.name}.csv"
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in _csv(table, is_described=is_described):
            digest.update(piece)
            yield piece

    size = package.add(path, pieces())
    return Resource(table=table, path=path, size=size, sha256=digest.hexdigest())


def _csv(table: Table | LongTable, *, is_described: bool) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    heads = [column.name if is_described else column.head for column in table.columns]
    buffer.write(MARK)
    writer.writerow(heads)
    for number, row in enumerate(_texts(table.columns, table.values()), 1):
        writer.writerow(row)
        if number % ROWS_AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _texts(
    columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> Iterator[list[str]]:
    are_words = [column.kind is Kind.TEXT for column in columns]
    for row in rows:
        yield [
            told(value, is_words=is_words)
            for value, is_words in zip(row, are_words, strict=True)
        ]


def told(value: Value, *, is_words: bool) -> str:
    """Return a value as a CSV file holds it; "" for None.

    A text that a spreadsheet would compute gets an apostrophe before it; numbers never.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(
            timespec="microseconds" if value.microsecond else "seconds"
        )
    if isinstance(value, int | Decimal):
        return figure(value)
    return f"'{value}" if is_words and is_formula_like(value) else value
