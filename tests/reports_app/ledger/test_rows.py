"""The permanent pages of postings and audit events."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from progress_app.actions import reviews
from progress_app.models import Posting
from tests import factories, triggers
from tests.people import NOW, signed_in
from tests.reports_app.ledger.told import HAVENS, RATE, text_of
from unions_app.models import AuditEvent


def endorsed(line, people) -> None:
    """Let the union's approver pass a line on, and the department accept it."""
    for act, person in (
        (reviews.endorse_entries, people.approver),
        (reviews.accept_entries, people.officer),
    ):
        line.refresh_from_db()
        act(
            versions={line.pk: line.version},
            person_id=person.pk,
            at=NOW,
            client_key=uuid4(),
        )


def page_of(books, person: str, posting: Posting) -> str:
    address = reverse("ledger_posting", args=[posting.sequence])
    response = books.client(person).get(address)
    assert response.status_code == 200
    return text_of(response)


def test_an_address_is_the_sequence(books):
    assert reverse("ledger_posting", args=[4]) == "/ledger/postings/4/"
    assert reverse("ledger_event", args=[7]) == "/ledger/events/7/"


def test_a_correction_tells_everything(books):
    page = page_of(books, "auditor", books.corrected)
    file = books.correction.evidence.get()

    assert "入账第 4 号 万州区 · 2024年9月 · 4.1.2-1 新建渝工港湾" in page
    assert "9个" in page
    assert "2024年10月28日 09:00（北京时间）" in page
    assert "取代第 2 号" in page
    assert "统计有误" in page
    assert "两处重复计算" in page
    assert "提出更正 测试·reporter" in page
    assert "审核通过并入账 测试·officer" in page
    assert "台账.pdf" in page
    assert file.sha256 in page
    assert books.corrected.link in page
    assert books.corrected.previous_hash in page
    assert "此处链完好" in page
    assert "更正通过并入账 · 测试·officer" in page


def test_a_superseded_posting_leads_to_what_replaced_it(books):
    page = page_of(books, "auditor", books.september)

    assert "已由第 4 号更正" in page
    assert "不再计入现在的数" in page
    assert "填报提交 测试·reporter" in page
    assert "已核对" in page
    assert "审核通过并入账 · 测试·officer" in page


def test_a_ratio_shows_both_counts_by_name(people, autumn_2024):
    typed = {RATE: {"numerator": "170", "denominator": "200"}}
    factories.accepted("万州区", people.reporter, people.officer, typed, number=9)

    response = signed_in(people.auditor).get(reverse("ledger_posting", args=[1]))

    page = text_of(response)
    assert "170 ÷ 200" in page
    assert "已建会单位数170应建会单位数200" in page


def test_who_endorsed_is_told(people, autumn_2024):
    line = factories.entry_for(
        factories.submitted(
            "涪陵区", people.approved_reporter, {HAVENS: {"quantity": "3"}}
        ),
        HAVENS,
    )
    endorsed(line, people)

    page = text_of(signed_in(people.leader).get(reverse("ledger_posting", args=[1])))

    assert "单位审核 测试·approver" in page


@pytest.mark.parametrize("person", ["leader", "other_officer", "administrator"])
def test_files_and_the_trail_are_not_everybodys(books, person):
    page = page_of(books, person, books.corrected)

    assert "台账.pdf" not in page
    assert "佐证材料只对本单位、牵头部门和审计开放" in page
    assert "这次决定的审计记录" not in page
    assert "打开填报项的全部经过" not in page


def test_the_lead_departments_officer_sees_the_files(books):
    page = page_of(books, "officer", books.corrected)

    assert "台账.pdf" in page
    assert "打开填报项的全部经过" in page


@pytest.mark.parametrize("sequence", [0, 5, 10**30])
@pytest.mark.parametrize("name", ["ledger_posting", "ledger_event"])
def test_what_is_not_there(people, autumn_2024, name, sequence):
    address = reverse(name, args=[sequence])

    assert signed_in(people.auditor).get(address).status_code == 404


def test_a_forged_posting_is_said_aloud(books):
    with triggers.lifted_then_undone():
        Posting.objects.filter(sequence=2).update(quantity=55)

        page = page_of(books, "auditor", books.august)

        assert "链不完好" in page
        assert "第 2 条的内容与其哈希不符，被改动过" in page


def test_an_event_tells_everything(books):
    event = AuditEvent.objects.get(action="correction.accepted")

    response = books.client("auditor").get(
        reverse("ledger_event", args=[event.sequence])
    )

    page = text_of(response)
    assert "更正通过并入账" in page
    assert f"填报项 {event.subject.partition(':')[2]}" in page
    assert "测试·officer" in page
    assert '"quantity": ["5", "9"]' in page
    assert event.link in page
    assert "此处链完好" in page
    assert "同一对象的其他记录" in page


@pytest.mark.parametrize(
    ("name", "limit"), [("ledger_posting", 17), ("ledger_event", 10)]
)
def test_a_page_costs_few_queries(books, name, limit, django_assert_max_num_queries):
    client = books.client("auditor")
    client.get(reverse(name, args=[4]))

    with django_assert_max_num_queries(limit):
        client.get(reverse(name, args=[4]))


def file_page(books, person: str):
    file = books.correction.evidence.get()
    return books.client(person).get(reverse("ledger_file", args=[file.pk]))


def test_a_file_tells_its_hash_what_rests_on_it_and_who_read_it(books):
    file = books.correction.evidence.get()
    b"".join(books.client("officer").get(reverse("evidence", args=[file.pk])))

    page = text_of(file_page(books, "auditor"))

    assert "与登记的哈希一致" in page
    assert file.sha256 in page
    assert "据此入账第 4 号" in page
    assert "下载佐证材料 · 测试·officer" in page


@pytest.mark.parametrize(
    ("person", "status"), [("officer", 200), ("other_officer", 404), ("leader", 403)]
)
def test_a_file_is_not_everybodys(books, person, status):
    assert file_page(books, person).status_code == status


def test_a_lost_or_changed_file_is_said_aloud(books):
    file = books.correction.evidence.get()
    default_storage.delete(file.stored_name)

    assert "存储中找不到这份文件" in text_of(file_page(books, "auditor"))

    default_storage.save(file.stored_name, ContentFile(b"forged"))

    assert "与登记的哈希不符" in text_of(file_page(books, "auditor"))


def test_who_reads_no_trail_is_not_told_who_read_the_file(books):
    assert "谁传过、看过" not in text_of(file_page(books, "officer"))
