"""登记清单: adding, changing, withdrawing and pasting, and who sees what."""

import pytest

from progress_app.models import Entry, Item
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, PEOPLE_WITH_ROLES, key, queries_of
from unionplan.lib.dates import end_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
RAW = {
    "name": "观音桥渝工港湾",
    "identifier": "",
    "address": "建新北路16号",
    "happened_on": "2024-10-08",
    "note": "",
}
NOTE = "只给本单位和牵头部门看的备注"
BLOCK = "名称\t地址\t日期\n甲港湾\t甲路1号\t2024-10-08\n乙港湾\t乙路2号\t2024/9/30"


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


@pytest.fixture
def client(people):
    return signed_in(people.reporter)


@pytest.fixture
def item(submission, people):
    [listed] = factories.listed(
        submission, people.reporter, HAVENS, RAW["name"], note=NOTE
    )
    return listed


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


def list_of(submission, target=HAVENS):
    return f"/entries/{entry_of(submission, target).pk}/items/"


def adding(submission):
    return f"{list_of(submission)}add/"


def changed(item, **raw):
    return key() | RAW | {"version": str(item.version)} | raw


def hand_in(submission, person):
    factories.handed_in(submission, person, at=factories.open_moment(10))


def test_an_empty_list_offers_to_add(client, submission):
    page = client.get(list_of(submission)).text

    assert "清单 0 项" in page
    assert 'id="add-name" name="name" value="" autofocus' in page
    assert "从 Excel 粘贴多项" in page


def test_an_added_item_stands_on_the_list_and_is_counted(client, submission):
    response = client.post(adding(submission), key() | RAW, follow=True)

    assert response.redirect_chain == [(list_of(submission), 302)]
    assert "已登记：观音桥渝工港湾" in response.text
    assert "清单 1 项" in response.text
    assert "2024-10-08" in response.text
    grid = client.get(f"/submissions/{submission.pk}/").text
    assert 'name="quantity" value="1" readonly' in grid
    assert "登记 1 项" in grid
    assert entry_of(submission).quantity == 1


def test_the_grid_offers_a_list_only_where_there_is_one(client, submission):
    grid = client.get(f"/submissions/{submission.pk}/").text

    assert grid.count("line-register") == 2, "new havens and new unions"
    assert "readonly" not in grid
    assert list_of(submission) in grid


def test_nothing_typed_is_lost_when_an_item_is_refused(client, submission):
    raw = RAW | {"address": "", "happened_on": "十月八日", "note": "<b>备注</b>"}

    response = client.post(adding(submission), key() | raw)

    assert response.status_code == 400
    page = response.text
    assert 'value="观音桥渝工港湾"' in page
    assert 'value="十月八日"' in page
    assert "&lt;b&gt;备注&lt;/b&gt;" in page
    assert "统一代码和地址至少写一项" in page
    assert "没有看懂日期" in page
    assert page.count('aria-invalid="true"') == 2
    assert page.count("autofocus") == 1
    assert page.index('id="add-identifier"') < page.index("autofocus")
    assert not Item.objects.exists()


def test_an_expired_page_loses_nothing_either(client, submission):
    response = client.post(adding(submission), RAW)

    assert response.status_code == 400
    assert 'value="观音桥渝工港湾"' in response.text
    assert "页面已过期，请再按一次。" in response.text


def test_the_same_thing_again_is_told_by_its_place(client, submission, item):
    raw = RAW | {"note": "又一次"}

    response = client.post(adding(submission), key() | raw)

    assert response.status_code == 409
    assert "清单第 1 项已是“观音桥渝工港湾”" in response.text
    assert 'value="又一次"' in response.text


def test_the_same_click_again_lists_once(client, submission):
    form = key() | RAW
    client.post(adding(submission), form)

    response = client.post(adding(submission), form)

    assert response.status_code == 302
    assert Item.objects.count() == 1


def test_a_key_used_for_something_else_is_told(client, submission):
    form = key()
    client.post(adding(submission), form | RAW)

    response = client.post(adding(submission), form | RAW | {"name": "另一处港湾"})

    assert response.status_code == 422
    assert 'value="另一处港湾"' in response.text


def test_a_row_opens_as_a_form(client, submission, item):
    page = client.get(f"{list_of(submission)}?edit={item.pk}").text

    assert f'action="/items/{item.pk}/change/"' in page
    assert 'id="edit-name" name="name" value="观音桥渝工港湾" autofocus' in page
    assert 'id="edit-happened_on" name="happened_on" value="2024-09-08"' in page
    assert 'id="add-name" name="name" value="">' in page


@pytest.mark.parametrize("wanted", ["999999", "x", "-1", "\u0661"])
def test_an_unknown_row_opens_nothing(client, submission, item, wanted):
    page = client.get(f"{list_of(submission)}?edit={wanted}").text

    assert "edit-name" not in page


def test_a_changed_item_is_saved(client, submission, item):
    response = client.post(
        f"/items/{item.pk}/change/", changed(item, name="商圈渝工港湾"), follow=True
    )

    assert response.redirect_chain == [(list_of(submission), 302)]
    assert "已保存：商圈渝工港湾" in response.text
    assert Item.objects.get().name == "商圈渝工港湾"


def test_a_bad_change_keeps_what_was_typed_in_its_row(client, item):
    response = client.post(
        f"/items/{item.pk}/change/", changed(item, name="改", happened_on="")
    )

    assert response.status_code == 400
    assert 'id="edit-name" name="name" value="改"' in response.text
    assert "请写日期" in response.text


def test_a_change_by_another_is_told_with_both(client, item):
    Item.objects.filter(pk=item.pk).update(name="他人改过的港湾", version=2)

    response = client.post(
        f"/items/{item.pk}/change/", changed(item, version="1", name="我改的港湾")
    )

    assert response.status_code == 409
    assert "他人改过或撤下了这一项" in response.text
    assert "现在的内容：他人改过的港湾" in response.text
    assert 'value="我改的港湾"' in response.text
    assert 'name="version" value="2"' in response.text


def test_what_was_typed_for_an_item_withdrawn_meanwhile_can_be_added(
    client, people, item
):
    Item.objects.filter(pk=item.pk).update(
        withdrawn_at=factories.open_moment(10), withdrawn_by=people.colleague
    )

    response = client.post(f"/items/{item.pk}/change/", changed(item, name="我改的"))

    assert response.status_code == 409
    assert "这一项已不在清单中" in response.text
    assert 'id="add-name" name="name" value="我改的"' in response.text


def test_a_withdrawn_item_is_gone_and_not_counted(client, submission, item):
    response = client.post(f"/items/{item.pk}/withdraw/", changed(item), follow=True)

    assert "已撤下：观音桥渝工港湾" in response.text
    assert "清单 0 项" in response.text
    assert entry_of(submission).quantity is None


def test_withdrawing_what_changed_is_refused(client, item):
    Item.objects.filter(pk=item.pk).update(version=2)

    response = client.post(f"/items/{item.pk}/withdraw/", changed(item, version="1"))

    assert response.status_code == 409
    assert Item.objects.get().withdrawn_at is None


@pytest.mark.parametrize("deed", ["change", "withdraw"])
def test_a_form_without_its_version_is_refused(client, item, deed):
    response = client.post(f"/items/{item.pk}/{deed}/", key() | RAW)

    assert response.status_code == 400
    assert "页面已过期，请刷新后重试" in response.text
    assert Item.objects.get().version == 1


def test_a_block_is_shown_before_anything_is_written(client, submission):
    response = client.post(f"{list_of(submission)}paste/", key() | {"text": BLOCK})

    assert response.status_code == 200
    assert "可登记 2 项" in response.text
    assert "2024-09-30" in response.text
    assert f"{list_of(submission)}import/" in response.text
    assert f'<textarea name="text" hidden>{BLOCK}</textarea>' in response.text
    assert not Item.objects.exists()


def test_a_block_with_a_bad_row_cannot_be_listed(client, submission):
    text = f"{BLOCK}\n丙港湾\t\t2024-10-30"

    preview = client.post(f"{list_of(submission)}paste/", key() | {"text": text})
    response = client.post(f"{list_of(submission)}import/", key() | {"text": text})

    assert "1 行要先改好" in preview.text
    assert "统一代码和地址至少写一项" in preview.text
    assert "日期还没有到" in preview.text
    assert f"{list_of(submission)}import/" not in preview.text
    assert response.status_code == 400
    assert text in response.text
    assert not Item.objects.exists()


def test_a_previewed_block_is_listed(client, submission):
    response = client.post(
        f"{list_of(submission)}import/", key() | {"text": BLOCK}, follow=True
    )

    assert response.redirect_chain == [(list_of(submission), 302)]
    assert "已登记 2 项。" in response.text
    assert entry_of(submission).quantity == 2


def test_a_block_that_is_there_already_is_told(client, submission):
    address = f"{list_of(submission)}import/"
    client.post(address, key() | {"text": BLOCK})

    response = client.post(address, key() | {"text": BLOCK})

    assert response.status_code == 409
    assert "这些项目都已在清单中" in response.text
    assert "已是清单第 2 项" in response.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请先粘贴要登记的内容"),
        (" \n ", "请先粘贴要登记的内容"),
        ("甲\n" * 501, "一次最多粘贴500行"),
        ("甲" * 200_001, "内容过长，请分几次粘贴"),
    ],
)
@pytest.mark.parametrize("door", ["paste", "import"])
def test_a_block_too_large_or_blank_is_told(client, submission, text, message, door):
    response = client.post(f"{list_of(submission)}{door}/", key() | {"text": text})

    assert response.status_code == 400
    assert message in response.text


def test_a_handed_in_list_is_only_shown(client, people, submission, item):
    hand_in(submission, people.reporter)

    page = client.get(list_of(submission)).text
    response = client.post(adding(submission), key() | RAW | {"name": "晚来的港湾"})

    assert RAW["name"] in page
    assert 'class="item-form"' not in page
    assert response.status_code == 409
    assert "此项已提交，清单不能再改" in response.text
    assert Item.objects.count() == 1


def test_a_locked_period_is_told(people, submission, item, autumn_2024):
    autumn_2024.clock_offset += end_of(submission.period.locks_on) - (
        factories.open_moment(10)
    )
    autumn_2024.save()
    client = signed_in(people.reporter)

    response = client.post(adding(submission), key() | RAW | {"name": "晚来的港湾"})

    assert response.status_code == 409
    assert "本期不在填报时间内" in response.text
    assert Item.objects.count() == 1


def test_a_typed_target_has_no_list(client, submission):
    address = list_of(submission, MEMBERS)

    assert client.get(address).status_code == 404
    assert client.post(f"{address}add/", key() | RAW).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_methods_are_refused(client, submission, item, method):
    for address in (list_of(submission), adding(submission)):
        assert getattr(client, method)(address).status_code == 405


def test_a_draft_list_is_its_unions_own(people, submission, item):
    may_read = {"reporter", "colleague", "auditor"}
    for name in PEOPLE_WITH_ROLES:
        response = signed_in(getattr(people, name)).get(list_of(submission))
        assert response.status_code == (200 if name in may_read else 404), name


def test_another_unions_items_cannot_be_touched(people, submission, item):
    client = signed_in(people.stranger)
    for address in (
        adding(submission),
        f"{list_of(submission)}paste/",
        f"{list_of(submission)}import/",
        f"/items/{item.pk}/change/",
        f"/items/{item.pk}/withdraw/",
    ):
        assert client.post(address, changed(item)).status_code == 404, address
    assert Item.objects.get().version == 1


def twin_lists(people, submission):
    """Hand in the same haven for 江北区 and for 万州区."""
    other = factories.started("江北区", people.stranger)
    factories.listed(other, people.stranger, HAVENS, "江北区" + RAW["name"], note=NOTE)
    hand_in(other, people.stranger)
    factories.listed(submission, people.reporter, HAVENS, RAW["name"])


def test_the_officer_sees_the_items_and_their_twins(people, submission):
    twin_lists(people, submission)
    hand_in(submission, people.reporter)

    page = signed_in(people.officer).get(f"/review/{entry_of(submission).pk}/").text

    assert "1 项疑似重复" in page
    assert (
        "疑似与 江北区 2024年10月 “江北区观音桥渝工港湾”相同（名称和地址相近）" in page
    )
    assert "通过并入账" in page


def test_a_clerk_learns_of_a_twin_but_not_another_unions_words(
    client, people, submission
):
    twin_lists(people, submission)

    page = client.get(list_of(submission)).text

    assert "疑似与 江北区 2024年10月登记的一项相同（名称和地址相近）" in page
    assert "江北区观音桥渝工港湾" not in page
    assert NOTE not in page


def test_an_entry_that_is_typed_says_so_to_the_officer(people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "3"}}
    )

    page = signed_in(people.officer).get(f"/review/{entry_of(submission).pk}/").text

    assert "本期数是直接填报的，没有逐项登记。" in page


def test_the_approver_reads_the_list(people):
    submission = factories.started("涪陵区", people.approved_reporter)
    factories.listed(submission, people.approved_reporter, HAVENS, RAW["name"])
    hand_in(submission, people.approved_reporter)
    client = signed_in(people.approver)

    assert list_of(submission) in client.get(f"/endorse/{submission.pk}/").text
    assert RAW["name"] in client.get(list_of(submission)).text


def test_withdrawn_items_are_told_apart(people, client, submission, item):
    Entry.objects.filter(pk=item.entry_id).update(submitted_by=people.reporter)
    client.post(f"/items/{item.pk}/withdraw/", changed(item))

    page = client.get(list_of(submission)).text

    assert "提交后撤下的 1 项" in page
    assert "<del>观音桥渝工港湾</del>" in page


def test_pages_cost_the_same_for_three_items_as_for_one(client, people, submission):
    twin_lists(people, submission)
    one = queries_of(client, list_of(submission))
    for name in ("石桥铺渝工港湾", "南坪渝工港湾"):
        factories.listed(submission, people.reporter, HAVENS, name)
    three = queries_of(client, list_of(submission))
    hand_in(submission, people.reporter)

    assert three == one
    officer = signed_in(people.officer)
    review = f"/review/{entry_of(submission).pk}/"
    costs = queries_of(officer, review)
    Item.objects.filter(entry=entry_of(submission)).exclude(name=RAW["name"]).delete()
    assert queries_of(officer, review) == costs


def test_english_speaks_of_items(people, submission, item):
    client = signed_in(people.reporter)
    client.post("/language/", {"language": "en", "next": "/"})

    page = client.get(list_of(submission)).text

    assert "1 item on the list" in page
    assert "登记" not in page
