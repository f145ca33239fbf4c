"""A form that LibreOffice has stored again, as many clerks' programs do."""

import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import factories
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from tests.progress_app.workbook.forms import filled, made, read, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]

PATIENCE = 180
NOTE = "=1+1 _x0041_\n第二行 <b>&"


def stored_again(data: bytes, directory: Path) -> bytes:
    """Open a workbook in LibreOffice and save it as .xlsx."""
    source, target = directory / "form.xlsx", directory / "again"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{directory}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    again = (target / "form.xlsx").read_bytes()
    assert again != data
    return again


@pytest.fixture
def submission(people):
    submission = factories.started("万州区", people.reporter)
    typed = {
        HAVENS: {"quantity": "1200", "note": NOTE},
        RATE: {"numerator": "3", "denominator": "4"},
        STAGE: {"stage": "blocked"},
        MEMBERS: {"presence": "not_applicable", "reason": "本期没有"},
    }
    factories.saved(submission, people.reporter, typed)
    return submission


def test_a_form_that_nobody_touched_changes_nothing(submission, tmp_path):
    content = read(submission, stored_again(made(submission), tmp_path))

    assert len(content.rows) == submission.entries.count()
    assert [row for row in content.rows if row.is_touched] == []
    assert content.loose == ()


def test_what_was_filled_in_is_read(submission, tmp_path):
    values = {
        (HAVENS, "quantity"): 0,
        (PENSION, "quantity"): "20万",
        (RATE, "numerator"): None,
        (STAGE, "stage"): "已完成",
    }
    data = filled(made(submission), values)
    data.cell(HAVENS, "note").data_type = "s"

    content = read(submission, stored_again(data.data, tmp_path))

    assert row_of(content, submission, HAVENS).raw["quantity"] == "0"
    assert row_of(content, submission, HAVENS).raw["note"] == NOTE
    assert row_of(content, submission, PENSION).raw["quantity"] == "20万"
    assert row_of(content, submission, RATE).raw["numerator"] == ""
    assert row_of(content, submission, STAGE).raw["stage"] == "done"
    assert sum(row.is_touched for row in content.rows) == 4


def test_what_protects_the_form_is_understood_by_it(submission, tmp_path):
    path = tmp_path / "again.xlsx"
    path.write_bytes(stored_again(made(submission), tmp_path))

    book = load_workbook(path)

    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert book["unionplan"].sheet_state != "visible"
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "decimal", "textLength"}
