"""Making a workbook: the books must agree, and nothing half made is kept."""

import logging
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db.models import F

from progress_app.models import Rollup, RollupMark
from reports_app.actions.exports import ClaimLostError, claim_next_export
from reports_app.actions.making import (
    BooksDisagreeError,
    Work,
    make_export,
    reconcile,
)
from reports_app.enums import ExportFailure, ExportState
from reports_app.models import Export
from reports_app.queries.exports import stored_name
from targets_app.enums import PaceKind
from targets_app.models import PaceCurve
from tests import factories
from tests.people import NOW
from tests.reports_app.exports.making import BASICS, asked, book_of, made, run, table
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


def stored_files() -> set[str]:
    if not default_storage.exists("exports"):
        return set()
    return set(default_storage.listdir("exports")[1])


def test_the_job_makes_what_waits(posted, autumn_2024):
    first, second = asked(posted.leader), asked(posted.auditor)
    for export in (run(first), run(second)):
        assert export.state == ExportState.DONE
        assert export.steps_done == export.steps_total > 0
        assert default_storage.size(stored_name(export.sha256)) == export.file_size


def test_the_file_is_called_by_what_it_tells(posted):
    export = made(posted.leader, is_demonstration=True)
    name = "重庆市总工会2024年工作计划进展_截至序号7_演示数据.xlsx"
    assert export.file_name == name


def test_real_data_is_not_called_a_demonstration(posted):
    assert made(posted.leader).file_name.endswith("_截至序号7.xlsx")


def test_what_is_marked_is_summed_first(people):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "5"}},
        roll_up=False,
    )
    export = made(people.leader)
    assert not RollupMark.objects.exists()
    assert reconcile(export=export) is True


def test_a_mismatch_refuses_and_raises_an_alarm(posted, autumn_2024, caplog):
    Rollup.objects.filter(quantity=1246).update(quantity=1247)
    before = stored_files()
    with caplog.at_level(logging.ERROR):
        export = run(asked(posted.leader))
    assert export.state == ExportState.FAILED
    assert export.failure == ExportFailure.MISMATCH
    assert "roll-ups differ from the ledger at 7" in caplog.text
    assert AuditEvent.objects.get(action="export.failed").detail["failure"] == (
        "mismatch"
    )
    assert stored_files() == before


def test_a_ledger_that_has_moved_on_is_not_comparable(posted):
    export = asked(posted.leader)
    factories.accepted(
        "江北区", posted.stranger, posted.officer, {HAVENS: {"quantity": "1"}}
    )
    Rollup.objects.filter(quantity=1247).update(quantity=1)
    assert reconcile(export=export) is None


def test_the_same_mismatch_refuses_a_fresh_request(posted):
    Rollup.objects.filter(quantity=1246).update(quantity=1247)
    with pytest.raises(BooksDisagreeError):
        reconcile(export=asked(posted.leader))


def test_a_worker_that_lost_its_claim_finishes_nothing(posted):
    asked(posted.leader)
    claim = claim_next_export(at=NOW)

    def now():
        """Let another worker take over when only the finish is left."""
        Export.objects.filter(steps_total__gt=0, steps_done=F("steps_total")).update(
            claimed_at=NOW + timedelta(seconds=1)
        )
        return NOW

    with pytest.raises(ClaimLostError):
        make_export(work=Work(claim=claim, now=now))
    export = Export.objects.get()
    assert export.state == ExportState.RUNNING
    assert export.sha256 == ""


def test_a_disk_that_takes_nothing_is_said(posted, autumn_2024, settings, tmp_path):
    blocked = tmp_path / "files"
    blocked.write_text("no directory")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(blocked)},
        },
    }
    export = run(asked(posted.leader))
    assert (export.state, export.failure) == ("failed", "storage")


def test_a_defect_ends_that_export_and_not_the_next(posted, autumn_2024, caplog):
    linear = PaceCurve.objects.filter(target__name=HAVENS)
    linear.update(kind=PaceKind.CUSTOM, shares=[])
    export = run(asked(posted.leader))
    assert (export.state, export.failure) == ("failed", "defect")
    assert "IndexError" in caplog.text
    linear.update(kind=PaceKind.LINEAR)
    assert run(asked(posted.leader)).state == ExportState.DONE


def test_an_empty_ledger_makes_a_workbook_too(people):
    book = book_of(made(people.leader))
    assert table(book, "入账记录") == []
    cover = {row[0]: row[1] for row in book["封面"].iter_rows(values_only=True)}
    assert cover["最近入账时间"] == "尚无入账"
    assert cover["入账链哈希"] == "0" * 64


def test_no_such_thing_is_not_unreported(people):
    typed = {BASICS: {"presence": "not_applicable", "reason": "没有这类企业"}}
    factories.accepted("万州区", people.reporter, people.officer, typed, number=9)
    book = book_of(made(people.leader))
    [row] = [r for r in table(book, "指标×单位") if r["编号"] == "4.2.6-1"]
    assert (row["万州区"], row["江北区"]) == ("无此项", "未报")
    [row] = [r for r in table(book, "指标") if r["编号"] == "4.2.6-1"]
    assert (row["无此项"], row["已完成"]) == (1, 0)
