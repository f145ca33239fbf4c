"""What a data package says of itself, in the words of Frictionless' Data Package."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports_app.queries.exports import WorkbookFacts
from reports_app.rules.choices import FIGURES_VERSION, LAYOUT_VERSION, stored
from reports_app.workbook.columns import Column
from reports_app.workbook.sheet import stamp_line
from reports_app.workbook.tables import LongTable, Table
from unionplan.lib.dates import stored_text
from unionplan.lib.spreadsheets.rows import Kind

TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.FIGURE: "number",
    Kind.MOMENT: "datetime",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that was written: what its description says of it."""

    table: Table | LongTable
    path: str
    size: int
    sha256: str


def described(facts: WorkbookFacts, written: Iterable[Resource]) -> dict[str, Any]:
    """Return the content of ``datapackage.json``."""
    stamp = facts.stamp
    return {
        "profile": "tabular-data-package",
        "name": f"unionplan-{stamp.year}-{stamp.sequence}",
        "title": stamp_line(stamp),
        "created": stored_text(stamp.as_of_at),
        "unionplan": {
            "sequence": stamp.sequence,
            "chain": stamp.link,
            "as_of": stored_text(stamp.as_of_at),
            "is_demonstration": stamp.is_demonstration,
            "choices": stored(facts.choices),
            "figures": FIGURES_VERSION,
            "layout": LAYOUT_VERSION,
        },
        "resources": [_resource(one) for one in written],
    }


def _resource(one: Resource) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": one.table.name,
        "title": one.table.title,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "schema": {
            "fields": [_field(column) for column in one.table.columns],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, str]:
    field = {"name": column.name, "title": column.head, "type": TYPES[column.kind]}
    if column.kind is Kind.MOMENT:
        field["format"] = "any"
    return field
