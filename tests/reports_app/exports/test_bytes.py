"""The same choices as of the same moment are the same bytes, whenever and by whatever."""

import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine

from progress_app.actions import reviews
from progress_app.actions.rollups import roll_up_marked
from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from reports_app.enums import ExportKind
from reports_app.queries.exports import workbook_facts
from reports_app.rules.choices import Choices
from reports_app.workbook.book import write_workbook
from tests import factories
from tests.people import NOW
from tests.reports_app.exports.making import HAVENS, content_of, made

pytestmark = pytest.mark.django_db
KINDS = (ExportKind.WORKBOOK, ExportKind.CSV, ExportKind.PACKAGE)

ELSEWHERE = """
import os, sys, hashlib
from datetime import datetime
from io import BytesIO
from openpyxl import Workbook
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from unionplan.lib.dates import SHANGHAI
from unionplan.lib.spreadsheets.rows import Kind
from reports_app.workbook.columns import Column
from reports_app.workbook.long import add_long_sheets
from reports_app.workbook.saving import save_book
from reports_app.workbook.styles import add_styles, colour_words
from reports_app.workbook.tables import LongTable
from reports_app.queries.exports import Stamp
at = datetime(2024, 10, 28, 9, tzinfo=SHANGHAI)
stamp = Stamp("计划", 2024, "市总工会", 7, "0" * 64, at, at, "某人", True)
book = Workbook(write_only=True)
add_styles(book)
table = LongTable(
    "postings", "入账", [Column("序号", 3, "n", Kind.INTEGER), Column("名称", 8, "t")],
    3, lambda: iter([(0, (n, f"第{n}笔")) for n in (1, 2, 3)]),
)
rows = add_long_sheets(book, stamp, table, on_step=lambda: None)
made = BytesIO()
save_book(book, to=made, at=at, rows=rows)
print(hashlib.sha256(made.getvalue()).hexdigest())
"""


def made_in_a_process(seed: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed, **environment},
    )
    return done.stdout.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_made_twice_at_two_times_it_is_the_same(posted, kind):
    with time_machine.travel("2026-03-01 08:00"):
        first = made(posted.leader, kind=kind)
    with time_machine.travel("2031-12-31 23:59"):
        second = made(posted.leader, kind=kind)
    assert first.pk != second.pk
    assert content_of(first) == content_of(second)
    assert first.sha256 == second.sha256


def post_later(people) -> None:
    """Hand in and accept a figure three days after the moment that is told."""
    later = NOW + timedelta(days=3)
    submission = factories.started("江北区", people.stranger, at=later)
    factories.saved(submission, people.stranger, {HAVENS: {"quantity": "9"}}, at=later)
    factories.handed_in(submission, people.stranger, at=later)
    entry = factories.entry_for(submission, HAVENS)
    reviews.accept_entries(
        versions={entry.pk: entry.version},
        person_id=people.officer.pk,
        at=later,
        client_key=uuid4(),
    )
    roll_up_marked()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_posted_later_changes_no_byte_of_it(posted, kind):
    chosen = Choices(unions=(factories.union_called("江北区").pk,))
    first = made(posted.leader, kind=kind, choices=chosen)
    post_later(posted)
    then = AsOf(at=first.as_of_at, sequence=first.as_of_sequence)
    second = made(posted.leader, kind=kind, choices=chosen, as_of=then)
    assert Posting.objects.count() == first.as_of_sequence + 1
    assert content_of(first) == content_of(second)


def test_values_are_the_same_for_everybody_a_workbook_names_its_reader(posted):
    for kind, is_same in ((ExportKind.PACKAGE, True), (ExportKind.WORKBOOK, False)):
        mine, theirs = made(posted.leader, kind=kind), made(posted.auditor, kind=kind)
        assert (mine.sha256 == theirs.sha256) is is_same


def test_another_moment_is_another_file(posted):
    now = made(posted.leader)
    then = made(posted.leader, as_of=factories.past("3"))
    assert now.sha256 != then.sha256


def test_neither_hash_seed_nor_time_zone_nor_locale_makes_a_difference():
    told = {
        made_in_a_process("0"),
        made_in_a_process("1", TZ="America/New_York"),
        made_in_a_process("4711", LC_ALL="C", LANG="de_DE.UTF-8"),
    }
    assert len(told) == 1


def test_nothing_in_it_tells_when_it_was_made(posted):
    export = made(posted.leader)
    with ZipFile(BytesIO(content_of(export))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-10-28T01:00:00Z") == 2


def test_the_recorded_hash_is_the_files(posted):
    export = made(posted.leader)
    facts = workbook_facts(export=export)
    again = BytesIO()
    write_workbook(facts=facts, export=export, to=again, on_step=lambda: None)
    assert hashlib.sha256(again.getvalue()).hexdigest() == export.sha256
