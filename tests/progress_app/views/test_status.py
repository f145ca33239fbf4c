"""报送情况: the matrix as each person sees it, and reminding from it."""

import re

import pytest

from progress_app.enums import ReportingState
from progress_app.models import Reminder
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app.desks import HAVENS, PEOPLE_WITH_ROLES, key, queries_of
from unions_app.models import Notice, Union

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
STATUS = "/status/"
TYPED = {HAVENS: {"quantity": "5"}}
LOOKERS = {"officer", "other_officer", "leader", "auditor", "administrator"}
REMINDERS = {"officer", "other_officer", "administrator"}


def address(number=10, *unions):
    period = factories.month(number)
    query = "&".join(f"union={factories.union_called(name).pk}" for name in unions)
    return f"/status/remind/{period.pk}/" + (f"?{query}" if query else "")


def posted(*unions, words="请尽快提交", **more):
    ids = [factories.union_called(name).pk for name in unions]
    return key() | {"union": ids, "words": words} | more


def chosen(page):
    return {
        choice.addressee.union.short_name
        for choice in page.context["choices"]
        if choice.is_chosen
    }


@pytest.mark.parametrize("persona", PEOPLE_WITH_ROLES)
def test_who_may_look_and_who_may_remind(people, persona):
    client = signed_in(getattr(people, persona))

    assert client.get(STATUS).status_code == (200 if persona in LOOKERS else 403)
    expected = 200 if persona in REMINDERS else 403
    assert client.get(address()).status_code == expected
    offered = persona in REMINDERS
    if persona in LOOKERS:
        assert ("/status/remind/" in client.get(STATUS).text) == offered


def test_the_matrix_names_unions_periods_states_and_sums(people):
    factories.submitted("万州区", people.reporter, TYPED)

    page = signed_in(people.leader).get(STATUS)

    row = re.search(
        r"<tr>\s*<th scope=\"row\"><a[^>]*>万州区</a>.*?</tr>", page.text, re.S
    )
    words = re.findall(r"<span>([^<]+)</span></span>", row[0])
    assert words == ["逾期未报"] * 9 + ["已提交", "未开放", "未开放"]
    assert f'href="/unions/{factories.union_called("万州区").pk}/"' in row[0]
    october = page.context["matrix"].totals[9]
    assert f"{october.handed_in}/{october.owing}" in page.text
    assert "2024年10月" in page.text
    assert "11月5日截止" in page.text


def test_every_state_stands_in_the_legend(people):
    page = signed_in(people.auditor).get(STATUS).text

    legend = re.search(r'<ul class="status-legend".*?</ul>', page, re.S)[0]
    assert re.findall(r"<span>([^<]+)</span></span>", legend) == [
        state.label for state in ReportingState
    ]
    assert legend.count("<svg") == len(ReportingState)


def test_one_group_and_the_way_back(people):
    client = signed_in(people.leader)

    page = client.get(STATUS, {"group": "department"})

    assert {row.union.kind for row in page.context["matrix"].rows} == {"department"}
    assert "清除筛选" in page.text
    assert "清除筛选" not in client.get(STATUS).text


def test_an_unknown_group_filters_nothing(people):
    page = signed_in(people.leader).get(STATUS, {"group": "x\x00"})

    assert page.status_code == 200
    assert len(page.context["matrix"].rows) > 41


def test_a_group_without_unions_says_what_to_do(people):
    Union.objects.filter(peer_group="zone").update(closed_on="2023-12-31")

    assert (
        "没有符合筛选的单位"
        in signed_in(people.leader).get(STATUS, {"group": "zone"}).text
    )


def test_before_a_plan_is_in_force(people):
    Plan.objects.update(status="draft")

    assert "还没有生效的年度计划" in signed_in(people.leader).get(STATUS).text


def test_more_returns_cost_no_more_queries(people):
    client = signed_in(people.officer)
    factories.submitted("万州区", people.reporter, TYPED)
    one = queries_of(client, STATUS)
    for union in ("江北区", "渝中区"):
        factories.submitted(union, people.reporter, TYPED)

    assert queries_of(client, STATUS) == one


def test_the_confirmation_costs_the_same_however_many(people):
    client = signed_in(people.officer)
    many = queries_of(client, address())
    Union.objects.exclude(short_name__in=("万州区", "市总工会")).update(
        closed_on="2023-12-31"
    )

    assert queries_of(client, address()) == many


def test_everybody_waited_for_is_chosen_unless_one_is_named(people):
    factories.submitted("万州区", people.reporter, TYPED)
    client = signed_in(people.officer)

    everybody = chosen(client.get(address()))
    assert {"江北区", "渝中区"} <= everybody
    assert "万州区" not in everybody
    assert chosen(client.get(address(10, "江北区"))) == {"江北区"}


def test_the_confirmation_says_who_would_get_it(people):
    page = signed_in(people.officer).get(address()).text

    assert "测试·reporter" in page
    assert "（无邮箱，只在平台内提醒）" in page
    assert "没有填报员，提醒无人收到" in page
    assert "2024年10月的报送截止日是11月5日" in page
    assert "上次催报" not in page


def test_a_union_is_reminded(people):
    client = signed_in(people.officer)

    page = client.post(address(), posted("万州区", words="甲"), follow=True)

    assert page.redirect_chain == [(STATUS, 302)]
    assert "已提醒 1 个单位。" in page.text
    assert Reminder.objects.get().words == "甲"
    told = Notice.objects.values_list("person__username", flat=True)
    assert set(told) == {"reporter", "colleague"}
    assert "上次催报" in client.get(address()).text


def test_the_same_page_sent_twice_reminds_once(people):
    client = signed_in(people.officer)
    form = posted("万州区")
    client.post(address(), form)

    again = client.post(address(), form, follow=True)
    other = client.post(address(), form | {"words": "乙"})

    assert "没有重复发送" in again.text
    assert other.status_code == 422
    assert "没有再发" in other.text
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "请写明催报内容"),
        ({"words": "字" * 501}, "请不超过500字"),
        ({"words": "甲\x07"}, "含有无法保存的控制字符"),
        ({"words": "甲\x00"}, "空字符"),
        ({"union": []}, "请至少选择一个单位"),
        ({"union": ["x"]}, "所选单位已经提交"),
        ({"union": ["99999999999999999999"]}, "所选单位已经提交"),
        ({"client_key": "x"}, "页面已过期，没有发出"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(people, wrong, said):
    page = signed_in(people.officer).post(address(), posted("万州区") | wrong)

    assert page.status_code == 400
    assert said in page.text
    assert not Reminder.objects.exists()
    assert not Notice.objects.exists()


def test_what_was_typed_stays_when_it_is_refused(people):
    page = signed_in(people.officer).post(
        address(), posted("万州区", words="留着", client_key="x")
    )

    assert "留着" in page.text
    assert chosen(page) == {"万州区"}


def test_who_has_handed_in_meanwhile_is_said(people):
    client = signed_in(people.officer)
    form = posted("万州区")
    factories.submitted("万州区", people.reporter, TYPED)

    page = client.post(address(), form)

    assert page.status_code == 400
    assert "所选单位已经提交" in page.text
    assert not Reminder.objects.exists()


def test_a_period_that_is_not_open_does_not_exist_here(people):
    client = signed_in(people.officer)

    assert client.get(address(11)).status_code == 404
    assert client.post(address(11), posted("万州区")).status_code == 404
    assert client.get("/status/remind/999999999/").status_code == 404


def test_an_overdue_and_locked_period_can_still_be_reminded_of(people):
    page = signed_in(people.administrator).get(address(9, "万州区"))

    assert chosen(page) == {"万州区"}
    assert "已锁定" in page.text
    assert factories.month(9).locks_on < NOW.date()
