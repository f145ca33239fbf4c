"""CSV files and data packages: the workbook's tables, and figures anyone can check."""

import csv
import hashlib
import io
import json
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest

from reports_app.enums import ExportKind
from reports_app.models import Export
from reports_app.workbook.values import told
from targets_app.models import Target
from tests.reports_app.exports.making import book_of, content_of, made, table
from unions_app.models import Person

pytestmark = pytest.mark.django_db
FILES = [
    "cover.csv",
    "overview.csv",
    "targets.csv",
    "positions.csv",
    "league.csv",
    "board.csv",
    "definitions.csv",
    "returns.csv",
    "postings.csv",
    "evidence.csv",
]
READERS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "datetime": datetime.fromisoformat,
}


def archive_of(export: Export) -> ZipFile:
    return ZipFile(BytesIO(content_of(export)))


def rows_of(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def values(ledger):
    return archive_of(made(ledger.leader, kind=ExportKind.CSV, is_demonstration=True))


@pytest.fixture(scope="module")
def package(ledger):
    return archive_of(made(ledger.leader, kind=ExportKind.PACKAGE))


def test_one_file_a_table(values, package):
    assert values.namelist() == FILES
    assert package.namelist() == [*FILES, "datapackage.json"]


def test_spreadsheets_take_it_for_chinese(values):
    for name in FILES:
        content = values.read(name)
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_it_says_that_it_is_a_demonstration(values):
    cover = values.read("cover.csv").decode()
    assert "截至入账序号,7" in cover
    assert "申请人" not in cover


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("targets", "指标"), ("postings", "入账记录"), ("league", "赛马比拼")],
)
def test_it_holds_what_the_workbook_holds(values, book, name, sheet):
    told_rows, shown = rows_of(values, f"{name}.csv"), table(book, sheet)
    assert len(told_rows) == len(shown)
    for row, cells in zip(told_rows, shown, strict=True):
        assert set(row) == set(cells)
        for head, cell in cells.items():
            assert same(row[head], cell), head


def same(text: str, cell: object) -> bool:
    if cell is None:
        return text == ""
    if isinstance(cell, datetime):
        return abs(datetime.fromisoformat(text) - cell).total_seconds() < 0.01
    if isinstance(cell, int | float):
        return abs(Decimal(text) - Decimal(str(cell))) < Decimal("1e-12")
    return text == cell


def test_the_description_is_of_these_files(package):
    described = json.loads(package.read("datapackage.json"))
    assert described["profile"] == "tabular-data-package"
    assert [one["path"] for one in described["resources"]] == FILES
    for one in described["resources"]:
        content = package.read(one["path"])
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields = one["schema"]["fields"]
        assert len({field["name"] for field in fields}) == len(fields)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            for field, text in zip(fields, row, strict=True):
                assert text == "" or READERS[field["type"]](text) is not None


def test_the_names_of_fields_are_plain_and_their_titles_chinese(package):
    described = json.loads(package.read("datapackage.json"))
    for one in described["resources"]:
        for field in one["schema"]["fields"]:
            assert field["name"].isascii()
            assert field["name"].isidentifier()
            assert field["title"]


def latest(rows, limit: int, last: int):
    """Return the newest figure in force of each union, as far as it is carried on."""
    newest: dict[str, dict[str, str]] = {}
    for row in rows:
        if int(row["period_number"]) <= last:
            held = newest.get(row["union"])
            if held is None or int(row["period_number"]) > int(held["period_number"]):
                newest[row["union"]] = row
    return [row for row in newest.values() if last - int(row["period_number"]) <= limit]


def test_anybody_can_reckon_the_figures_again_from_the_postings(package):
    """By plain arithmetic on the files alone: no model, no rule of the portal."""
    in_force = [r for r in rows_of(package, "postings.csv") if not r["superseded_by"]]
    kinds = dict(Target.objects.values_list("code", "kind"))
    last, seen = 10, 0
    for target in rows_of(package, "targets.csv"):
        mine = [r for r in in_force if r["target_code"] == target["target_code"]]
        level = latest(mine, int(target["carry_forward_periods"]), last)
        kind = kinds[target["target_code"]]
        if kind == "flow":
            known = [Fraction(r["quantity"]) for r in mine if r["quantity"]]
            quantity = sum(known) if known else None
            reckoned = {"quantity": quantity}
        elif kind == "stock":
            known = [Fraction(r["quantity"]) for r in level if r["quantity"]]
            reckoned = {"quantity": sum(known) if known else None}
        elif kind == "ratio":
            pairs = [r for r in level if r["denominator"]]
            n = sum(Fraction(r["numerator"]) for r in pairs)
            d = sum(Fraction(r["denominator"]) for r in pairs)
            reckoned = {"rate": n / d} if pairs else {"rate": None}
        else:
            continue
        [(name, exact)] = reckoned.items()
        shown = target[name]
        assert (shown == "") is (exact is None)
        if exact is not None:
            assert abs(Fraction(shown) - exact) < Fraction(1, 10**20)
            goal = Fraction(target["amount"])
            share = exact / goal * (100 if name == "rate" else 1)
            assert abs(Fraction(target["achieved"]) - share) < Fraction(1, 10**20)
            seen += 1
    assert seen == 3


@pytest.mark.parametrize(
    ("value", "is_words", "text"),
    [
        (None, True, ""),
        ("=1+1", True, "'=1+1"),
        ("-1", True, "'-1"),
        (Decimal("-1.50"), False, "-1.5"),
        (0, False, "0"),
        ("00123456789012345678", True, "00123456789012345678"),
    ],
)
def test_a_value_as_text(value, is_words, text):
    assert told(value, is_words=is_words) == text


def test_names_cannot_become_formulas(ledger):
    Person.objects.filter(pk=ledger.reporter.pk).update(name='=1+1,\n"x')
    archive = archive_of(made(ledger.leader, kind=ExportKind.CSV))
    names = {row["填报人"] for row in rows_of(archive, "postings.csv")}
    assert "'=1+1,\n\"x" in names


def test_each_kind_has_its_name(ledger):
    names = {
        kind: made(ledger.leader, kind=kind).file_name
        for kind in (ExportKind.CSV, ExportKind.PACKAGE)
    }
    assert names[ExportKind.CSV].endswith("_截至序号7_CSV.zip")
    assert names[ExportKind.PACKAGE].endswith("_截至序号7_数据包.zip")


def test_english_files_have_english_heads(ledger):
    archive = archive_of(made(ledger.leader, kind=ExportKind.CSV, language="en"))
    assert archive.namelist() == FILES
    assert "Target" in ",".join(rows_of(archive, "targets.csv")[0])
    assert book_of(made(ledger.leader, language="en")).sheetnames[0] == "Cover"
