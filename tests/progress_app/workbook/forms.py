"""Forms fetched, filled in and sent back, as a clerk does."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from progress_app.models import Entry, Submission
from progress_app.queries.grid import grid
from progress_app.rules.returned import Content, Row
from progress_app.workbook.columns import FIRST_ROW, NUMBERS
from progress_app.workbook.form import write_form
from progress_app.workbook.returned import read_form
from tests import factories
from tests.people import NOW
from tests.unionplan.spreadsheets.packages import saved
from unions_app.models import AuditEvent


def made(submission: Submission, *, is_demonstration: bool = True) -> bytes:
    """Return the form of a return as it stands."""
    return write_form(grid(submission, at=NOW), is_demonstration=is_demonstration)


class Form:
    """A form that has been opened; ``form["新建渝工港湾", "quantity"] = 3`` fills it in."""

    def __init__(self, data: bytes) -> None:
        self.book: Workbook = load_workbook(BytesIO(data))
        self.sheet = self.book.worksheets[0]

    def row(self, target: str) -> int:
        """Return the row of a target, by its name."""
        [found] = [
            row
            for row in range(FIRST_ROW, self.sheet.max_row + 1)
            if self.sheet.cell(row, NUMBERS["code"]).value
            and str(self.sheet.cell(row, NUMBERS["name"]).value).split("\n")[0]
            == target
        ]
        return found

    def cell(self, target: str, name: str) -> Cell:
        """Return a cell of a target's row."""
        return self.sheet.cell(self.row(target), NUMBERS[name])

    def __setitem__(self, where: tuple[str, str], value: object) -> None:
        self.cell(*where).value = value

    def __getitem__(self, where: tuple[str, str]) -> Any:
        return self.cell(*where).value

    def place(self, target: str, name: str) -> str:
        """Return the address of a cell."""
        return self.cell(target, name).coordinate

    @property
    def data(self) -> bytes:
        """The form as a file."""
        return saved(self.book)


def filled(data: bytes, values: Mapping[tuple[str, str], object]) -> Form:
    """Return a form with these cells filled in."""
    form = Form(data)
    for where, value in values.items():
        form[where] = value
    return form


def read(submission: Submission, data: bytes) -> Content:
    """Return what a form says."""
    return read_form(data, submission=submission)


def row_of(content: Content, submission: Submission, target: str) -> Row:
    """Return the line of a target."""
    entry = factories.entry_for(submission, target)
    [row] = [row for row in content.rows if row.entry_id == entry.pk]
    return row


def send(client: Client, submission: Submission, data: bytes, **more: Any) -> Any:
    """Upload a file as the page does."""
    file = BytesIO(data)
    file.name = more.pop("name", "填报表.xlsx")
    body = {"file": file, "client_key": str(uuid4())} | more
    return client.post(f"/submissions/{submission.pk}/workbook/", body)


def confirm(client: Client, address: str, **more: Any) -> Any:
    """Confirm a preview."""
    return client.post(address, {"client_key": str(uuid4())} | more)


def page(response: Any) -> str:
    """Return what a page says."""
    return response.content.decode()


def assert_nothing_written(submission: Submission) -> None:
    """Fail when any line of a return has been saved."""
    assert not Entry.objects.filter(submission=submission, version__gt=0).exists()
    assert not AuditEvent.objects.filter(action="entry.saved").exists()
