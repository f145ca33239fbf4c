"""The cockpit: who may open it, what it says, what it costs."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tasks_app.models import Plan
from tests.factories import accepted, submitted
from tests.people import signed_in
from tests.reports_app.shares import split

HAVENS = "新建渝工港湾"
QUERIES = 21


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def get(person):
    return signed_in(person).get(reverse("cockpit"))


@pytest.mark.parametrize(
    "name", ["leader", "officer", "other_officer", "auditor", "administrator"]
)
def test_who_sees_the_city_may_open_it(people, autumn_2024, name):
    assert get(getattr(people, name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["reporter", "stranger", "approver", "department_reporter", "nobody"]
)
def test_others_may_not(people, autumn_2024, name):
    assert get(getattr(people, name)).status_code == 403


def test_strangers_sign_in_first(plan, client):
    response = client.get(reverse("cockpit"))

    assert response.status_code == 302
    assert response.url == f"{reverse('sign_in')}?next={reverse('cockpit')}"


def test_it_only_answers_get(people, autumn_2024):
    client = signed_in(people.leader)

    assert client.post(reverse("cockpit")).status_code == 405


def test_the_headline_counts_in_words(people, autumn_2024):
    typed = {
        HAVENS: {"quantity": "400"},
        "建会率": {"numerator": "8", "denominator": "10"},
    }
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    submitted("江北区", people.stranger, {HAVENS: {"quantity": "3"}}, number=10)

    page = text_of(get(people.leader))

    assert "截至2024年10月28日，29项数量指标：达标 1" in page
    assert "滞后 1" in page
    assert "未到期 11" in page
    assert "47项推进事项：未报 47。" in page
    assert "按2024年9月末应达衡量" in page
    assert "2024年9月报送1/55 家已提交" in page
    assert "2024年10月报送1/55 家已提交（进行中）" in page
    assert "1 项，未计入" in page
    assert "2024年9月25日 10:00（入账第 2 号）" in page


def test_what_waits_stands_beside_each_figure(people, autumn_2024):
    typed = {HAVENS: {"quantity": "40"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    for number in (9, 10):
        submitted("江北区", people.stranger, {HAVENS: {"quantity": "3"}}, number=number)

    page = text_of(get(people.leader))

    assert "还差 260 个覆盖 1/46 家 待审核 2 项" in page
    assert "75% 1/46待审核 2 项 基层组织建设部门（示例）" in page
    assert page.count("待审核 2 项") == 2


def test_what_a_union_lacks_has_its_unit(people, autumn_2024):
    split(HAVENS, {"万州区": 12, "江北区": 8})
    accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "5"}}, number=9
    )

    assert "江北区 6个（未报）万州区 4个" in text_of(get(people.leader))


def test_over_achievement_is_told_and_links_to_its_postings(people, autumn_2024):
    typed = {HAVENS: {"quantity": "840"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    response = get(people.leader)

    assert "210%" in text_of(response)
    assert "平均完成率" not in text_of(response)


def test_every_target_is_listed_and_links_to_its_page(people, plan, autumn_2024):
    page = get(people.leader).content.decode()

    for pk in plan.targets.values_list("pk", flat=True):
        assert f'href="{reverse("target", args=[pk])}"' in page


def test_what_is_unlisted_says_so(people, autumn_2024):
    page = text_of(get(people.leader))

    assert "未列明 4 项" in page
    assert "未列明 8 项 第 3、4、5、6、7、8、9、10 项" in page


def test_postings_not_summed_yet_are_told(people, autumn_2024):
    typed = {HAVENS: {"quantity": "400"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9, roll_up=False)

    assert "1 笔入账正在汇总" in text_of(get(people.leader))


def test_an_empty_ledger_says_what_will_come(people, autumn_2024):
    page = text_of(get(people.leader))

    assert "还没有入账的数" in page
    assert "数据截至 尚无入账" in page


def test_without_a_plan_it_says_what_to_do(people, autumn_2024):
    Plan.objects.update(status="draft")

    page = text_of(get(people.leader))

    assert "尚未载入执行中的年度计划" in page


def test_more_reports_cost_no_more_queries(people, autumn_2024):
    client = signed_in(people.leader)
    costs = []
    for number, unions in enumerate((["万州区"], ["江北区", "巴南区"])):
        for union in unions:
            person = people.reporter if number == 0 else people.stranger
            typed = {
                HAVENS: {"quantity": "1"},
                "大抓基层三年行动": {"stage": "blocked"},
            }
            accepted(union, person, people.officer, typed, number=9)
        client.get(reverse("cockpit"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("cockpit"))
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES
