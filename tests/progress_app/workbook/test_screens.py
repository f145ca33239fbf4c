"""The form by way of its screens: fetched, sent back, previewed, confirmed."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from progress_app.models import Entry, WorkbookUpload
from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from tests.progress_app.workbook.forms import (
    Form,
    assert_nothing_written,
    confirm,
    filled,
    made,
    page,
    send,
)
from unions_app.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


def test_the_form_is_handed_out_under_its_name(client, submission):
    response = client.get(f"/submissions/{submission.pk}/workbook/")

    assert response.status_code == 200
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    name = unquote(response["Content-Disposition"])
    assert name.endswith("演示数据-填报表-万州区-2024年10月.xlsx")
    form = Form(response.content)
    assert form.sheet["A1"].value == "演示数据 · 万州区总工会 2024年10月填报表"


def test_the_grid_leads_to_it(client, submission):
    text = page(client.get(f"/submissions/{submission.pk}/"))

    assert f'href="/submissions/{submission.pk}/workbook/"' in text
    assert f'href="/submissions/{submission.pk}/workbook/upload/"' in text


def test_a_good_form_is_previewed_cell_by_cell_and_nothing_is_written(
    client, submission, good
):
    form = Form(made(submission))

    response = client.get(send(client, submission, good)["Location"])

    text = page(response)
    assert response.status_code == 200
    assert text.count("data-change=") == 7
    for name in ("quantity", "note"):
        assert f'data-change="{form.place(HAVENS, name)}"' in text
    assert "<strong>200,000</strong>" in text
    assert "<strong>推进中</strong>" in text
    assert "另有 21 项没有改动" in text
    assert "确认写入 7 处改动" in text
    assert_nothing_written(submission)


def test_confirming_writes_everything_as_the_grid_would(client, submission, uploaded):
    response = confirm(client, uploaded)

    assert response["Location"] == f"/submissions/{submission.pk}/"
    assert "已写入 5 项" in page(client.get(response["Location"]))
    havens = factories.entry_for(submission, HAVENS)
    assert (havens.quantity, havens.note, havens.version) == (12, "=不是公式", 1)
    assert factories.entry_for(submission, PENSION).quantity == 200_000
    rate = factories.entry_for(submission, RATE)
    assert (rate.numerator, rate.denominator) == (3, 4)
    assert factories.entry_for(submission, STAGE).stage == "under_way"
    members = factories.entry_for(submission, MEMBERS)
    assert (members.presence, members.reason) == ("not_applicable", "本期没有")
    assert Entry.objects.filter(submission=submission, version__gt=0).count() == 5
    assert AuditEvent.objects.filter(action="entry.saved").count() == 5
    assert AuditEvent.objects.filter(action="workbook.applied").count() == 1


def test_the_history_says_that_a_form_was_written(client, submission, uploaded):
    confirm(client, uploaded)

    text = page(client.get(f"/submissions/{submission.pk}/history/"))

    assert "上传填报表并写入" in text


def test_what_was_read_is_emptied_once_it_is_written(client, uploaded):
    assert WorkbookUpload.objects.get().content["rows"]

    confirm(client, uploaded)

    upload = WorkbookUpload.objects.get()
    assert (upload.content, upload.state) == ({}, "applied")
    assert len(upload.sha256) == 64
    assert "写入" in page(client.get(uploaded))


def test_confirming_twice_writes_once(client, submission, uploaded):
    key = str(uuid4())

    confirm(client, uploaded, client_key=key)
    for again in ({"client_key": key}, {}):
        response = confirm(client, uploaded, **again)
        assert response.status_code == 302
        assert "没有重复写入" in page(client.get(response["Location"]))

    assert factories.entry_for(submission, HAVENS).version == 1
    assert AuditEvent.objects.filter(action="workbook.applied").count() == 1


def test_sending_the_same_file_again_leads_to_the_same_preview(
    client, submission, good
):
    key = str(uuid4())

    first, again = (send(client, submission, good, client_key=key) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert WorkbookUpload.objects.count() == 1


def test_a_key_that_was_used_for_something_else_is_told(client, submission, good):
    key = str(uuid4())
    send(client, submission, good, client_key=key)

    response = send(client, submission, made(submission), client_key=key)

    assert response.status_code == 422
    assert "已经用过一次" in page(response)
    assert WorkbookUpload.objects.count() == 1


def test_a_confirmation_with_a_used_key_writes_nothing(client, submission, good):
    key = str(uuid4())
    address = send(client, submission, good, client_key=key)["Location"]

    response = confirm(client, address, client_key=key)

    assert response.status_code == 422
    assert "已经用过一次" in page(response)
    assert_nothing_written(submission)


def test_faults_are_told_by_cell_and_nothing_can_be_confirmed(client, submission):
    faults = {
        (HAVENS, "quantity"): "三个",
        (RATE, "numerator"): 9,
        (RATE, "denominator"): 8,
        (MEMBERS, "quantity"): -1,
        (STAGE, "stage"): "finished",
        (PENSION, "quantity"): 3,
    }
    form = filled(made(submission), faults)
    address = send(client, submission, form.data)["Location"]

    text = page(client.get(address))
    response = confirm(client, address)

    assert "4 处要先改好" in text
    for target, name, words in (
        (HAVENS, "quantity", "没有看懂这个数"),
        (RATE, "numerator", "分子不能大于分母"),
        (MEMBERS, "quantity", "不能填负数"),
        (STAGE, "stage", "请从列出的阶段中选择"),
    ):
        assert f'data-fault="{form.place(target, name)}"' in text
        assert words in text
    assert "确认写入" not in text
    assert response.status_code == 409
    assert_nothing_written(submission)


def test_the_marked_form_holds_what_was_typed_and_says_what_is_wrong(
    client, submission
):
    form = filled(
        made(submission),
        {
            (HAVENS, "quantity"): "三个",
            (HAVENS, "note"): "说明",
            (PENSION, "quantity"): 3,
        },
    )
    form.sheet["F90"] = 12
    address = send(client, submission, form.data)["Location"]

    response = client.get(f"{address}marked/")

    name = unquote(response["Content-Disposition"])
    assert name.endswith("2024年10月-已标出问题.xlsx")
    marked = Form(response.content)
    cell = marked.cell(HAVENS, "quantity")
    assert cell.value == "三个"
    assert "没有看懂这个数" in cell.comment.text
    assert (marked[HAVENS, "note"], marked[PENSION, "quantity"]) == ("说明", 3)
    last = marked.sheet.cell(marked.sheet.max_row, 2).value
    assert last.startswith("F90 12：这一行没有编号")


def test_a_marked_form_that_was_mended_is_taken(client, submission):
    form = filled(
        made(submission), {(HAVENS, "quantity"): "三个", (PENSION, "quantity"): 3}
    )
    address = send(client, submission, form.data)["Location"]
    marked = Form(client.get(f"{address}marked/").content)
    marked[HAVENS, "quantity"] = 3

    response = confirm(client, send(client, submission, marked.data)["Location"])

    assert response.status_code == 302
    assert factories.entry_for(submission, HAVENS).quantity == 3
    assert factories.entry_for(submission, PENSION).quantity == 3


def test_a_figure_and_why_there_is_none_cannot_both_stand(client, submission):
    values = {(HAVENS, "quantity"): 3, (HAVENS, "reason"): "本期没有"}
    address = send(client, submission, filled(made(submission), values).data)

    assert "请只保留一样" in page(client.get(address["Location"]))


def test_a_form_without_a_change_says_so(client, submission):
    address = send(client, submission, made(submission))["Location"]

    assert "没有要写入的" in page(client.get(address))
    assert confirm(client, address).status_code == 409


def test_emptying_a_cell_empties_it(people, client, submission):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "5"}})
    form = filled(made(submission), {(HAVENS, "quantity"): None})

    address = send(client, submission, form.data)["Location"]
    text = page(client.get(address))
    confirm(client, address)

    assert "（空）" in text
    entry = factories.entry_for(submission, HAVENS)
    assert (entry.presence, entry.quantity) == ("not_reported", None)


def test_what_somebody_else_changed_is_told_with_both_values(
    people, client, submission
):
    data = filled(made(submission), {(HAVENS, "quantity"): 4}).data
    factories.saved(submission, people.colleague, {HAVENS: {"quantity": "3"}})
    address = send(client, submission, data)["Location"]

    text = page(client.get(address))
    response = confirm(client, address)

    assert "他人在网页上改了这一项" in text
    assert "网页上现在是：3（测试·colleague）" in text
    assert response.status_code == 409
    assert factories.entry_for(submission, HAVENS).quantity == 3


def test_what_somebody_else_changed_and_the_form_did_not_is_left_alone(
    people, client, submission
):
    data = filled(made(submission), {(PENSION, "quantity"): 4}).data
    factories.saved(submission, people.colleague, {HAVENS: {"quantity": "3"}})

    response = confirm(client, send(client, submission, data)["Location"])

    assert response.status_code == 302
    assert factories.entry_for(submission, HAVENS).quantity == 3
    assert factories.entry_for(submission, PENSION).quantity == 4


def test_a_change_between_preview_and_confirmation_stops_all_of_it(
    people, client, submission, uploaded
):
    factories.saved(submission, people.colleague, {HAVENS: {"quantity": "3"}})

    response = confirm(client, uploaded)

    assert response.status_code == 409
    assert "您核对的时候，内容又有变化" in page(response)
    assert "网页上现在是：3" in page(response)
    assert factories.entry_for(submission, PENSION).version == 0
    assert WorkbookUpload.objects.get().state == "previewed"


def test_what_has_been_handed_in_is_told(people, client, submission):
    data = filled(made(submission), {(HAVENS, "quantity"): 4}).data
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "3"}})
    factories.handed_in(submission, people.reporter, at=NOW)
    address = send(client, submission, data)["Location"]

    assert "这一项已提交，现在不能再改" in page(client.get(address))
    marked = Form(client.get(f"{address}marked/").content)
    assert marked[HAVENS, "quantity"] == 3
    assert confirm(client, address).status_code == 409


def test_a_figure_that_is_counted_from_a_list_is_not_written_over(
    people, client, submission
):
    factories.listed(submission, people.reporter, HAVENS, "观音桥", "解放碑")
    values = {(HAVENS, "quantity"): 5, (PENSION, "quantity"): 3}
    address = send(client, submission, filled(made(submission), values).data)

    text = page(client.get(address["Location"]))

    assert "本期数就是登记清单的项数" in text
    assert "确认写入" not in text
    assert confirm(client, address["Location"]).status_code == 409
    assert factories.entry_for(submission, PENSION).quantity is None


def test_the_words_beside_a_counted_figure_are_taken(people, client, submission):
    factories.listed(submission, people.reporter, HAVENS, "观音桥", "解放碑")
    data = filled(made(submission), {(HAVENS, "note"): "两处"}).data

    response = confirm(client, send(client, submission, data)["Location"])

    assert response.status_code == 302
    entry = factories.entry_for(submission, HAVENS)
    assert (entry.quantity, entry.note) == (2, "两处")


def test_a_list_that_grew_since_is_told_as_a_change_of_somebody(
    people, client, submission
):
    data = filled(made(submission), {(HAVENS, "quantity"): 5}).data
    factories.listed(submission, people.colleague, HAVENS, "观音桥", "解放碑")

    text = page(client.get(send(client, submission, data)["Location"]))

    assert "网页上现在是：2（测试·colleague）" in text


def test_an_upload_is_forgotten_after_a_day(client, submission, uploaded):
    upload = WorkbookUpload.objects.get()
    WorkbookUpload.objects.update(expires_at=upload.uploaded_at)

    assert client.get(uploaded).status_code == 410
    response = confirm(client, uploaded)

    assert response.status_code == 410
    assert "请重新上传" in page(response)
    assert client.get(f"{uploaded}marked/")["Location"] == uploaded
    assert_nothing_written(submission)


def test_the_next_upload_clears_what_was_forgotten(client, submission, uploaded, good):
    old = WorkbookUpload.objects.get()
    assert old.expires_at == old.uploaded_at + timedelta(days=1)
    WorkbookUpload.objects.update(expires_at=old.uploaded_at)

    send(client, submission, good)

    assert not WorkbookUpload.objects.filter(pk=old.pk).exists()
    assert WorkbookUpload.objects.count() == 1


def test_the_form_of_another_union_is_refused_with_words(people, client, submission):
    other = made(factories.started("江北区", people.stranger))

    response = send(client, submission, other)

    assert response.status_code == 422
    assert "这是其他单位的填报表" in page(response)
    assert not WorkbookUpload.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"<html>", "不是 .xlsx 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        (b"PK\x03\x04" + bytes(5 * 1024 * 1024), "超过5 MB"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_words(client, submission, data, words):
    response = send(client, submission, data)

    assert response.status_code in (400, 422)
    assert words in page(response)
    assert "什么都没有写入" in page(response)
    assert not WorkbookUpload.objects.exists()


def test_a_formula_is_told_with_its_cell(client, submission):
    form = filled(made(submission), {(HAVENS, "quantity"): "=1+2"})

    response = send(client, submission, form.data)

    assert response.status_code == 422
    assert f"{form.place(HAVENS, 'quantity')} 单元格里是公式" in page(response)


@pytest.mark.parametrize("body", [{}, {"client_key": "x"}])
def test_a_form_without_a_file_or_key_asks_again(client, submission, body):
    response = client.post(f"/submissions/{submission.pk}/workbook/", body)

    assert response.status_code == 400
    assert "请先选择填好的填报表" in page(response)


def test_a_confirmation_without_a_key_asks_again(client, submission, uploaded):
    response = client.post(uploaded, {})

    assert response.status_code == 400
    assert "请再按一次确认" in page(response)
    assert_nothing_written(submission)


def test_the_name_of_a_file_is_data(client, submission, good):
    address = send(client, submission, good, name="<b>\x07十月" + "a" * 300 + ".xlsx")

    text = page(client.get(address["Location"]))

    assert "<b>" not in text
    assert len(WorkbookUpload.objects.get().file_name) <= 200


def test_a_locked_period_hands_out_and_takes_nothing(people):
    submission = factories.started("万州区", people.reporter, number=9)
    client, address = signed_in(people.reporter), f"/submissions/{submission.pk}/"

    got = client.get(f"{address}workbook/")
    told = page(client.get(address))
    sent = send(client, submission, made(submission))

    assert got["Location"] == address
    assert "本期不在填报时间内" in told
    assert (sent.status_code, WorkbookUpload.objects.count()) == (409, 0)
    assert "本期不在填报时间内" in page(sent)


def test_a_period_that_locked_after_the_preview_takes_nothing(
    client, submission, uploaded, autumn_2024
):
    autumn_2024.clock_offset += timedelta(days=20)
    autumn_2024.save()
    WorkbookUpload.objects.update(expires_at=NOW + timedelta(days=40))

    response = confirm(client, uploaded)

    assert response.status_code == 409
    assert "本期已不在填报时间内，没有写入" in page(response)
    assert_nothing_written(submission)


def test_a_preview_costs_the_same_for_one_line_and_for_many(
    client, submission, good, django_assert_num_queries
):
    one = filled(made(submission), {(HAVENS, "quantity"): 1}).data
    for data in (one, good):
        address = send(client, submission, data)["Location"]
        client.get(address)
        with django_assert_num_queries(8):
            client.get(address)


def test_the_marked_form_opens_in_openpyxl(client, uploaded):
    response = client.get(f"{uploaded}marked/")

    assert load_workbook(BytesIO(response.content)).sheetnames[0] == "填报表"
