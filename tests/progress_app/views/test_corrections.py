"""The screens of 更正: proposing beside what stands, the desk, and deciding."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from progress_app.models import Correction, Entry, RollupMark
from tests import factories
from tests.people import signed_in
from tests.progress_app import changes
from tests.progress_app.desks import HAVENS, RATE, STAGE, key, queries_of
from tests.progress_app.files import PDF, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
    STAGE: {"stage": "under_way"},
}


@pytest.fixture
def entry(people):
    factories.accepted("万州区", people.reporter, people.officer, TYPED, number=9)
    return Entry.objects.get(target__name=HAVENS)


@pytest.fixture
def correction(entry, people):
    return changes.proposed(entry, people.reporter)


def pdf(name="会议纪要.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def proposing(entry, **more):
    seen = entry.postings.current().get().sequence
    given = {
        "seen": str(seen),
        "quantity": "9",
        "reason_code": "miscount",
        "words": "两处重复",
        "reference": "台账",
    }
    return key() | given | more


def deciding(correction, **more):
    return key() | {"version": str(correction.version), "words": ""} | more


def correct_address(entry):
    return f"/entries/{entry.pk}/correct/"


def test_a_clerk_proposes_beside_what_stands(people, entry):
    clerk = signed_in(people.reporter)
    assert correct_address(entry) in clerk.get(f"/entries/{entry.pk}/").text
    assert "5 个" in clerk.get(correct_address(entry)).text

    sent = proposing(entry, file=pdf())
    answer = clerk.post(correct_address(entry), sent, follow=True)

    correction = Correction.objects.get()
    assert answer.redirect_chain == [(f"/corrections/{correction.pk}/", 302)]
    assert "已提出更正" in answer.text
    for told in ("5 个", "9 个", "统计有误", "两处重复", "会议纪要.pdf", "撤回更正"):
        assert told in answer.text
    assert "同意更正并入账" not in answer.text


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        (HAVENS, {"quantity": "很多"}, "没有看懂这个数"),
        (HAVENS, {"quantity": ""}, "请填写更正后的数"),
        (HAVENS, {"quantity": "5"}, "与现在入账的数相同"),
        (RATE, {"numerator": "9", "denominator": "8"}, "分子不能大于分母"),
        (RATE, {"numerator": "9", "denominator": ""}, "分子和分母都要填"),
        (STAGE, {"stage": ""}, "请填写更正后的数"),
        (HAVENS, {"reason_code": ""}, "请选择更正原因"),
        (HAVENS, {"words": " "}, "请写明哪里不对"),
        (HAVENS, {"words": "坏\x01"}, "控制字符"),
        (HAVENS, {"reference": ""}, "请上传佐证文件，或写明依据"),
        (HAVENS, {"reference": "长" * 201}, "请不超过200字"),
        (HAVENS, {"file": pdf("a.pdf", b"")}, "空文件"),
        (HAVENS, {"file": pdf("a.pdf", b"<html>")}, "只收PDF"),
        (HAVENS, {"seen": "x"}, "field-error"),
        (HAVENS, {"client_key": ""}, "页面已过期"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    people, entry, name, more, told
):
    line = Entry.objects.get(target__name=name)
    sent = proposing(line, **({"reference": "台账甲"} | more))

    answer = signed_in(people.reporter).post(correct_address(line), sent)

    assert answer.status_code == 400
    assert told in answer.text or "seen" in more
    kept = [sent[field] for field in ("quantity", "words") if field not in more]
    assert all(text in answer.text for text in kept) or name != HAVENS
    assert not Correction.objects.exists()


def test_not_applicable_is_a_correction_too(people, entry):
    sent = proposing(entry, absent="on", quantity="")

    signed_in(people.officer).post(correct_address(entry), sent)

    correction = Correction.objects.get()
    assert (correction.presence, correction.quantity) == ("not_applicable", None)
    assert correction.proposed_by == people.officer


def test_who_saw_another_figure_sees_both(people, entry):
    old = proposing(entry)
    changes.accepted(changes.proposed(entry, people.officer), people.other_officer)

    answer = signed_in(people.reporter).post(correct_address(entry), old)

    assert answer.status_code == 409
    assert "入账数又有变化" in answer.text
    assert '您看到的</dt><dd class="figures">5 个' in answer.text
    assert '现在</dt><dd class="figures">9 个' in answer.text
    assert 'name="seen" value="4"' in answer.text


def test_one_at_a_time(people, entry, correction):
    clerk = signed_in(people.colleague)

    assert "已有一份更正在等待审核" in clerk.get(correct_address(entry)).text
    answer = clerk.post(correct_address(entry), proposing(entry))
    assert (answer.status_code, Correction.objects.count()) == (409, 1)
    page = clerk.get(f"/entries/{entry.pk}/").text
    assert f"/corrections/{correction.pk}/" in page
    assert correct_address(entry) not in page


def test_what_is_not_posted_cannot_be_corrected(people):
    submission = factories.submitted("万州区", people.reporter, TYPED)
    line = factories.entry_for(submission, HAVENS)
    clerk = signed_in(people.reporter)

    assert "此项还没有入账，不能更正" in clerk.get(correct_address(line)).text
    sent = key() | {"seen": "1", "quantity": "1", "reason_code": "other"}
    sent |= {"words": "一", "reference": "二"}
    assert clerk.post(correct_address(line), sent).status_code == 409


def test_the_same_click_proposes_once(people, entry):
    clerk, sent = signed_in(people.reporter), proposing(entry)
    clerk.post(correct_address(entry), sent)

    again = clerk.post(correct_address(entry), sent)
    other = clerk.post(correct_address(entry), sent | {"words": "另"})

    assert again.url == f"/corrections/{Correction.objects.get().pk}/"
    assert other.status_code == 422


def test_the_desk_lists_what_waits_and_the_officer_accepts(
    people, entry, correction, quota
):
    quota(HAVENS, "万州区", "10")
    officer = signed_in(people.officer)
    address = f"/corrections/{correction.pk}/"
    desk = officer.get("/corrections/").text
    assert address in desk
    assert "1 份等待本部门审核" in desk
    page = officer.get(address).text
    for told in ("5 个", "9 个", "10 个", "50%", "90%", "同意更正并入账"):
        assert told in page

    sent = deciding(correction, words="同意")
    answer = officer.post(f"{address}accept/", sent, follow=True)

    assert "已更正并入账：万州区 · 新建渝工港湾" in answer.text
    assert entry.postings.current().get().quantity == 9
    assert RollupMark.objects.count() == 1
    told = signed_in(people.reporter).get(f"/entries/{entry.pk}/").text
    assert "已更正" in told
    assert "第 4 号" in told
    assert "更正通过并入账" in told
    grid = signed_in(people.reporter).get(f"/submissions/{entry.submission_id}/").text
    assert "已更正" in grid
    history = signed_in(people.reporter).get(
        f"/submissions/{entry.submission_id}/history/"
    )
    assert "本期数：5 → 9" in history.text
    assert "统计有误：两处重复计算" in history.text
    postings = signed_in(people.leader).get(f"/targets/{entry.target_id}/postings/")
    assert "更正第 1 号" in postings.text
    assert "两处重复计算" in postings.text


def test_the_officer_refuses_with_words(people, entry, correction):
    address = f"/corrections/{correction.pk}/"
    officer = signed_in(people.officer)
    silent = officer.post(f"{address}refuse/", deciding(correction))
    assert (silent.status_code, "不同意时请写明理由" in silent.text) == (400, True)

    officer.post(f"{address}refuse/", deciding(correction, words="台账不符"))

    told = signed_in(people.reporter).get(address).text
    assert "台账不符" in told
    assert "未同意" in told
    assert entry.postings.count() == 1


def test_the_clerk_takes_it_back(people, entry, correction):
    address = f"/corrections/{correction.pk}/withdraw/"

    answer = signed_in(people.colleague).post(
        address, deciding(correction), follow=True
    )

    assert "已撤回更正" in answer.text
    correction.refresh_from_db()
    assert correction.state == "withdrawn"


def test_who_comes_second_is_told(people, entry, correction):
    sent = deciding(correction, words="不妥")
    changes.accepted(correction, people.other_officer)

    for door, person in (
        ("accept", people.officer),
        ("refuse", people.officer),
        ("withdraw", people.reporter),
    ):
        address = f"/corrections/{correction.pk}/{door}/"
        answer = signed_in(person).post(address, sent | key())
        assert answer.status_code == 409
        assert "现在的状态是“已更正”" in answer.text
    assert entry.postings.count() == 2


def test_more_evidence_stops_a_decision_on_less(people, entry, correction):
    clerk, officer = signed_in(people.reporter), signed_in(people.officer)
    old = deciding(correction)
    address = f"/corrections/{correction.pk}/"
    clerk.post(f"{address}evidence/", key() | {"file": pdf("补充.pdf")})

    answer = officer.post(f"{address}accept/", old)

    assert answer.status_code == 409
    assert "佐证材料又有增减" in answer.text
    assert "补充.pdf" in answer.text
    assert 'name="version" value="1"' in answer.text


def test_a_correction_of_what_no_longer_stands_tells_both(people, entry, correction):
    Entry.objects.filter(pk=entry.pk).update(state="returned")
    again = {HAVENS: {"quantity": "6"}}
    factories.accepted("万州区", people.reporter, people.officer, again, number=9)

    answer = signed_in(people.officer).post(
        f"/corrections/{correction.pk}/accept/", deciding(correction)
    )

    assert answer.status_code == 409
    assert '现在</dt><dd class="figures">6 个' in answer.text


def test_nobody_accepts_their_own(people, entry):
    correction = changes.proposed(entry, people.officer)
    address = f"/corrections/{correction.pk}/"
    officer = signed_in(people.officer)

    page = officer.get(address).text
    assert "须由另一位同事审核" in page
    assert "同意更正并入账" not in page
    answer = officer.post(f"{address}accept/", deciding(correction))
    assert (answer.status_code, "须由另一位同事审核" in answer.text) == (409, True)


def test_a_key_of_another_decision_is_refused(people, entry, correction):
    officer = signed_in(people.officer)
    used = deciding(correction, words="不妥")
    address = f"/corrections/{correction.pk}/"
    officer.post(f"{address}refuse/", used)
    other = changes.proposed(entry, people.reporter)

    answer = officer.post(
        f"/corrections/{other.pk}/accept/",
        deciding(other, client_key=used["client_key"]),
    )

    assert answer.status_code == 422
    assert officer.post(f"{address}refuse/", used).status_code == 302


@pytest.mark.parametrize("more", [{"version": "x"}, {"client_key": "x"}])
def test_a_form_without_its_hidden_fields_decides_nothing(people, correction, more):
    answer = signed_in(people.officer).post(
        f"/corrections/{correction.pk}/accept/", deciding(correction) | more
    )

    assert answer.status_code == 400
    assert Correction.objects.get().state == "proposed"


def test_another_department_does_not_see_it(people, correction):
    other = signed_in(people.other_officer)

    assert other.get(f"/corrections/{correction.pk}/").status_code == 404
    assert f"/corrections/{correction.pk}/" not in other.get("/corrections/").text


@pytest.mark.parametrize(
    ("persona", "told"),
    [("reporter", "还没有更正"), ("officer", "没有等待审核的更正")],
)
def test_an_empty_list_says_what_to_do(people, persona, told):
    assert told in signed_in(getattr(people, persona)).get("/corrections/").text


def test_the_list_costs_the_same_for_three_as_for_one(people, correction):
    officer = signed_in(people.officer)
    one = queries_of(officer, "/corrections/")
    for name in (RATE, STAGE):
        line = Entry.objects.get(target__name=name)
        raw = {"numerator": "1", "denominator": "2", "stage": "done"}
        changes.proposed(line, people.reporter, raw=raw)

    assert queries_of(officer, "/corrections/") == one


def test_every_kind_is_compared(people, entry):
    for name, told in ((RATE, "70%"), (STAGE, "已完成")):
        line = Entry.objects.get(target__name=name)
        raw = {"numerator": "70", "denominator": "100", "stage": "done"}
        correction = changes.proposed(line, people.reporter, raw=raw)
        page = signed_in(people.officer).get(f"/corrections/{correction.pk}/").text
        assert told in page


def test_the_workbook_names_who_proposed_it(people, entry):
    correction = changes.proposed(entry, people.colleague, uploads=[upload()])
    changes.accepted(correction, people.officer)

    postings = signed_in(people.leader).get(f"/targets/{entry.target_id}/postings/")

    assert "测试·colleague" in postings.text
    assert uuid4().hex not in postings.text
