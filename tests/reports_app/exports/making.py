"""What tests of workbooks do again and again."""

from dataclasses import fields
from io import BytesIO
from uuid import uuid4

from openpyxl import Workbook, load_workbook

from progress_app.queries.as_of import present
from reports_app.actions.exports import Order, claim_next_export, request_export
from reports_app.actions.making import Work, make_export
from reports_app.jobs import run_queued_exports
from reports_app.models import Export
from reports_app.queries.exports import opened_workbook
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW, People
from unions_app.models import Person

HAVENS, RATE = "新建渝工港湾", "建会率"
INSURED, BASICS = "参加互助保障的职工", "大抓基层三年行动"


def order(**changes) -> Order:
    """Return an order of everything, as of now."""
    arguments = {
        "plan": Plan.objects.get(),
        "language": "zh-hans",
        "as_of": present(NOW),
    }
    return Order(**{**arguments, **changes})


def asked(person: Person, **changes) -> Export:
    """Return an export that a person asked for: with another order, or otherwise."""
    at = changes.get("at", NOW)
    names = [field.name for field in fields(Order)]
    ordered = {name: changes.pop(name) for name in names if name in changes}
    arguments = {
        "order": order(**{"as_of": present(at), **ordered}),
        "is_demonstration": False,
        "person_id": person.pk,
        "at": NOW,
        "client_key": uuid4(),
    }
    return request_export(**{**arguments, **changes})


def made(person: Person, **changes) -> Export:
    """Return an export that a person asked for and a worker finished."""
    export = asked(person, **changes)
    make_export(work=Work(claim=claim_next_export(at=NOW), now=lambda: NOW))
    export.refresh_from_db()
    return export


def run(export: Export) -> Export:
    """Return an export after the job has looked at what waits."""
    run_queued_exports()
    export.refresh_from_db()
    return export


def content_of(export: Export) -> bytes:
    """Return the finished file."""
    return opened_workbook(export).read()


def book_of(export: Export) -> Workbook:
    """Return the finished file, read back."""
    return load_workbook(BytesIO(content_of(export)))


def table(book: Workbook, title: str) -> list[dict[str, object]]:
    """Return a sheet's rows by column head; of two equal heads the first."""
    sheet = book[title]
    _stamp, heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(reversed(list(zip(heads, row, strict=True)))) for row in rows]


def post_some(people: People) -> None:
    """Post seven figures for August and September, by two unions."""
    for number, quantity in ((8, "12"), (9, "0")):
        typed = {
            HAVENS: {"quantity": quantity},
            RATE: {"numerator": "84996", "denominator": "100000"},
        }
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    typed = {HAVENS: {"quantity": "1234"}, BASICS: {"stage": "blocked"}}
    factories.accepted("江北区", people.stranger, people.officer, typed, number=9)
    typed = {INSURED: {"quantity": "40001"}}
    factories.accepted("江北区", people.stranger, people.other_officer, typed, number=8)
