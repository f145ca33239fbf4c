"""The working paper: every item with its trace, in the house's workbook style."""

import hashlib
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports_app.enums import Outcome, StratifyBy
from tests.reports_app.ledger.told import HAVENS, RATE
from tests.reports_app.sampling import found, sampled
from unions_app.models import AuditEvent

SHEETS = ["封面", "分层", "核减汇总", "样本明细", "结论经过"]


@pytest.fixture
def sample(ledger, plan):
    return sampled(ledger.auditor, plan, size=9, strata_by=(StratifyBy.TARGET,))


@pytest.fixture
def downloaded(auditor, sample, ledger):
    place = sample.items.filter(posting__target__name=HAVENS).first().position
    typed = {"reduction": "2", "note": "=1+1 多报", "reference": "台账"}
    found(sample, ledger.auditor, (place, Outcome.REDUCED, typed))
    found(
        sample, ledger.auditor, (place, Outcome.CONFIRMED, {"seen": 1, "note": "复查"})
    )
    response = auditor.get(reverse("sample_paper", args=[sample.pk]))
    return response, b"".join(response)


@pytest.fixture
def book(downloaded):
    return load_workbook(BytesIO(downloaded[1]))


def rows(sheet) -> list[dict]:
    head, *body = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_its_name_says_what_it_is(downloaded, sample):
    response, _content = downloaded

    name = response.headers["Content-Disposition"]
    assert f"{sample.pk}" in name
    assert ".xlsx" in name


def test_its_sheets(book):
    assert book.sheetnames == SHEETS


def test_the_cover_says_how_it_was_drawn_and_what_follows(book, sample):
    told = {row[0].value: row[1].value for row in book["封面"].iter_rows(max_col=2)}

    assert told["种子"] == "2024"
    assert told["截至入账序号"] == 10
    assert told["样本量"] == 9
    assert "逐笔一致" in told["重抽核对"]
    assert "unionplan-sample-1" in told["抽样规则"]
    assert told["样本内的差错率"] == "0%（0/1）"
    assert told["推算总体的差错率"] == "每层至少核查 1 笔后才能推算"
    assert "Korn–Graubard" in told["区间算法"]
    assert any("演示数据" in str(label) for label in told)


def test_every_item_has_its_trace(book, sample):
    listed = rows(book["样本明细"])

    assert [row["入账号"] for row in listed] == list(
        sample.items.values_list("posting_id", flat=True)
    )
    for row, item in zip(listed, sample.items.all(), strict=True):
        assert row["入账哈希"] == item.posting.link
        assert row["抽样哈希"] == item.draw_key
        assert row["审核人"] == "测试·officer"
    rate = next(row for row in listed if row["指标名称"] == RATE)
    assert (rate["分子"], rate["分母"]) == (170, 200)


def test_every_finding_ever_is_there(book):
    told = rows(book["结论经过"])

    assert [(row["第几次"], row["结论"], row["核减数"]) for row in told] == [
        (1, "核减", 2),
        (2, "属实", None),
    ]


def test_words_stay_words(book):
    [cell] = [
        cell
        for row in book["结论经过"].iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]

    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("name", SHEETS)
def test_it_prints_on_a4_with_the_mark(book, name):
    sheet = book[name]

    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (1, 2)
    assert "演示数据" in sheet.oddHeader.right.text


def test_long_sheets_are_frozen_and_filtered(book):
    assert book["样本明细"].freeze_panes == "C3"
    assert book["样本明细"].auto_filter.ref == "A2:X11"


def test_who_fetched_it_is_in_the_trail(downloaded, ledger):
    event = AuditEvent.objects.get(action="sample.paper")

    assert event.person == ledger.auditor
    assert event.detail["sha256"] == hashlib.sha256(downloaded[1]).hexdigest()
