"""The reporter's landing page, and its one button."""

import pytest

from progress_app.models import Submission
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, PEOPLE_WITH_ROLES, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
OPEN_TO = {
    "reporter",
    "colleague",
    "stranger",
    "approved_reporter",
    "approver",
    "officer",
    "other_officer",
    "department_reporter",
}


def start(client, number, union="万州区"):
    union_pk, period_pk = factories.union_called(union).pk, factories.month(number).pk
    return client.post(f"/todo/{period_pk}/{union_pk}/start/")


def test_the_open_period_and_the_next_one(people):
    page = signed_in(people.reporter).get("/todo/").text

    assert "万州区总工会" in page
    assert "2024年10月" in page
    assert "还有8天" in page
    assert '<strong class="figures">0/26</strong>' in page
    assert "开始填报" in page
    assert "下一期：2024年11月，2024年11月25日开放填报，2024年12月5日截止。" in page


def test_going_on_with_what_was_begun(people):
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "0"}})

    page = signed_in(people.colleague).get("/todo/").text

    assert '<strong class="figures">1/26</strong>' in page
    assert "继续填报" in page


def test_what_came_back_stands_first_with_the_reviewers_words(people, send_back):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}
    )
    pk = send_back(submission, HAVENS, "请核对<b>是否</b>含上年结转")

    page = signed_in(people.reporter).get("/todo/").text

    assert "1 项被退回，请先处理" in page
    assert f'href="/submissions/{submission.pk}/#entry-{pk}"' in page
    assert "请核对&lt;b&gt;是否&lt;/b&gt;含上年结转" in page
    assert "测试·officer" in page
    assert page.index("被退回") < page.index("已填")


def test_one_unions_words_stay_with_it(people, send_back):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "4"}}
    )
    send_back(submission, HAVENS, "只给万州区看")

    assert "只给万州区看" not in signed_in(people.stranger).get("/todo/").text


def test_what_is_missing_is_a_sentence_and_a_number(people, quota):
    quota(HAVENS, "万州区", "12")
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "6"}}, number=9
    )

    page = signed_in(people.reporter).get("/todo/").text

    assert (
        "应完成 75%（9 个），已完成 50%。"
        "到2024年10月末再增加 <strong>4 个</strong>，可转为“正常”。" in page
    )
    assert "还没有分解到本单位，不评判进度。" in page


def test_everything_handed_in_leaves_nothing_to_press(people):
    submission = factories.started("万州区", people.reporter)
    absent = {"presence": "not_applicable", "reason": "本月未开展"}
    names = submission.entries.values_list("target__name", flat=True)
    factories.submitted("万州区", people.reporter, dict.fromkeys(names, absent))

    page = signed_in(people.reporter).get("/todo/").text

    assert "/start/" not in page
    assert f'href="/submissions/{submission.pk}/"' in page


def test_an_approver_looks_on(people):
    page = signed_in(people.approver).get("/todo/").text

    assert "涪陵区总工会" in page
    assert "填报员还没有开始填报" in page
    assert "/start/" not in page


def test_before_a_plan_is_in_force(people, plan):
    type(plan).objects.update(status="draft")

    assert "还没有生效的年度计划" in signed_in(people.reporter).get("/todo/").text


@pytest.mark.parametrize("persona", PEOPLE_WITH_ROLES)
def test_who_has_a_to_do(people, persona):
    response = signed_in(getattr(people, persona)).get("/todo/")

    assert response.status_code == (200 if persona in OPEN_TO else 403)


def test_strangers_sign_in_first(client):
    response = client.get("/todo/")

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/todo/")


def test_the_to_do_is_only_looked_at(people):
    assert signed_in(people.reporter).post("/todo/").status_code == 405


def test_the_to_do_costs_the_same_however_much_came_back(people, send_back):
    names = (HAVENS, MEMBERS, "新建基层工会组织")
    submission = factories.submitted(
        "万州区", people.reporter, {name: {"quantity": "1"} for name in names}
    )
    client = signed_in(people.reporter)
    send_back(submission, HAVENS, "请核对")
    one = queries_of(client, "/todo/")
    send_back(submission, MEMBERS, "请核对")
    send_back(submission, "新建基层工会组织", "请核对")

    assert queries_of(client, "/todo/") == one
    assert one <= 18


def test_the_button_begins_and_goes_on(people):
    client = signed_in(people.reporter)

    first, again = start(client, 10), start(client, 10)

    submission = Submission.objects.get()
    assert submission.entries.count() == 26
    assert first.url == again.url == f"/submissions/{submission.pk}/"


@pytest.mark.parametrize("number", [9, 11])
def test_a_period_that_is_shut_cannot_be_begun(people, number):
    response = signed_in(people.reporter).post(
        f"/todo/{factories.month(number).pk}/{factories.union_called('万州区').pk}/start/",
        follow=True,
    )

    assert response.redirect_chain == [("/todo/", 302)]
    assert f"2024年{number}月现在不能填报" in response.text
    assert not Submission.objects.exists()


def test_a_union_that_owes_nothing_is_told_so(people):
    client = signed_in(people.officer)
    type(factories.target_called(HAVENS)).objects.update(source="districts")

    response = start(client, 10, "基层组织建设部门（示例）")

    assert response.url == "/todo/"
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("reporter", 302),
        ("colleague", 302),
        ("stranger", 404),
        ("approver", 404),
        ("officer", 404),
        ("leader", 404),
        ("auditor", 404),
        ("administrator", 404),
        ("nobody", 404),
    ],
)
def test_who_begins_for_a_union(people, persona, status):
    assert start(signed_in(getattr(people, persona)), 10).status_code == status
    assert Submission.objects.exists() == (status == 302)


def test_an_approver_does_not_begin_for_its_union(people):
    assert start(signed_in(people.approver), 10, "涪陵区").status_code == 404


def test_beginning_needs_a_sign_in_a_post_and_a_known_period(people, client):
    assert start(client, 10).url.startswith("/sign-in/")
    own = signed_in(people.reporter)
    union_pk = factories.union_called("万州区").pk
    assert (
        own.get(f"/todo/{factories.month(10).pk}/{union_pk}/start/").status_code == 405
    )
    assert own.post(f"/todo/999999/{union_pk}/start/").status_code == 404
    assert own.post(f"/todo/{10**30}/{union_pk}/start/").status_code == 404
    assert not Submission.objects.exists()
