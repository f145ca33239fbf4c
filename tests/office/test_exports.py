"""Workbooks as LibreOffice opens, recalculates and stores them: nothing is another."""

import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports_app.rules.choices import Choices
from tests.people import make_people
from tests.reports_app.exports.making import content_of, made, post_some
from unionplan.lib.spreadsheets.child import plain
from unions_app.models import Person

pytestmark = pytest.mark.django_db
PATIENCE = 180
NASTY = "=1+1 _x0041_ <b>&"


def converted(data: bytes, directory: Path, ending: str) -> bytes:
    """Open a workbook in LibreOffice and save it as something else."""
    source, target = directory / "book.xlsx", directory / "again"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{directory}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending]
    command += ["--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return (target / f"book.{ending.partition(':')[0]}").read_bytes()


def same(before: object, after: object) -> bool:
    """Return whether two values read back are one: numbers to a spreadsheet's digits."""
    if isinstance(before, datetime):
        return abs((before - after).total_seconds()) < 0.01
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= 1e-12 * max(1, abs(before))
    if isinstance(before, str):
        # It reads the escape of an escape, and stores what it read without one.
        return plain(before) in (after, plain(str(after)))
    return before == after


@pytest.fixture
def nasty(plan):
    everybody = make_people()
    Person.objects.filter(pk=everybody.reporter.pk).update(name=NASTY)
    post_some(everybody)
    return everybody


@pytest.mark.parametrize(
    ("language", "choices"),
    [("zh-hans", Choices()), ("en", Choices(with_postings=False))],
)
def test_it_is_opened_recalculated_and_stored_as_it_was(
    nasty, tmp_path, language, choices
):
    """The converter recalculates on load; nothing needs it, so nothing moves."""
    export = made(nasty.leader, language=language, choices=choices)
    content = content_of(export)
    (tmp_path / "mine.xlsx").write_bytes(content)
    (tmp_path / "theirs.xlsx").write_bytes(converted(content, tmp_path, "xlsx"))
    mine, theirs = (
        load_workbook(tmp_path / name) for name in ("mine.xlsx", "theirs.xlsx")
    )
    assert mine.sheetnames == theirs.sheetnames
    for sheet in mine:
        again = theirs[sheet.title]
        assert again.page_setup.paperSize == sheet.page_setup.paperSize
        for row in sheet.iter_rows():
            for cell in row:
                other = again[cell.coordinate]
                assert other.data_type != "f"
                assert same(cell.value, other.value), (sheet.title, cell.coordinate)
    assert len(theirs.worksheets[1]._charts) == 2


def test_every_page_is_printed_on_its_paper(nasty, tmp_path):
    """A4 and A3 landscape, in points; what is wide is on the larger."""
    pdf = converted(content_of(made(nasty.leader)), tmp_path, "pdf")
    assert pdf.startswith(b"%PDF")
    (tmp_path / "book.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", str(tmp_path / "book.pdf")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    sizes = [line.split()[3:6:2] for line in told.splitlines() if "size:" in line]
    papers = {tuple(round(float(side)) for side in size) for size in sizes if size[1:]}
    assert papers == {(842, 595), (1191, 842)}
