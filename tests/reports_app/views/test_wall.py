"""The wall: who may see it, when it says that nothing changed, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.actions.rollups import roll_up_marked
from tasks_app.models import Plan
from tests.factories import accepted, submitted
from tests.people import signed_in
from tests.reports_app.keeping import keeps
from tests.reports_app.views.test_cockpit import text_of

__all__ = ["keeps"]

HAVENS = "新建渝工港湾"
UNCHANGED = 5
KEPT = 6
DRAWN = 17


def get(person, tag="", **cookies):
    client = signed_in(person)
    client.cookies.load(cookies)
    headers = {"If-None-Match": tag} if tag else {}
    return client.get(reverse("wall"), headers=headers)


def queries_of(person, tag=""):
    client = signed_in(person)
    headers = {"If-None-Match": tag} if tag else {}
    client.get(reverse("wall"), headers=headers)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("wall"), headers=headers)
    return response.status_code, len(asked)


@pytest.fixture
def september(people, autumn_2024):
    typed = {HAVENS: {"quantity": "40"}, "大抓基层三年行动": {"stage": "blocked"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    return people


@pytest.mark.parametrize(
    "name", ["leader", "officer", "other_officer", "auditor", "administrator"]
)
def test_who_sees_the_city_may_open_it(people, autumn_2024, name):
    assert get(getattr(people, name)).status_code == 200


@pytest.mark.parametrize("name", ["reporter", "approver", "nobody"])
def test_others_may_not(people, autumn_2024, name):
    assert get(getattr(people, name)).status_code == 403


def test_strangers_sign_in_first(plan, client):
    response = client.get(reverse("wall"))

    assert response.url == f"{reverse('sign_in')}?next={reverse('wall')}"


def test_it_only_answers_get(people, autumn_2024):
    assert signed_in(people.leader).post(reverse("wall")).status_code == 405


def test_it_says_everything_on_one_screen(september):
    submitted("江北区", september.stranger, {HAVENS: {"quantity": "3"}}, number=9)

    page = text_of(get(september.leader))

    assert "演示数据" in page
    assert "滞后" in page
    assert "1. 聚焦凝心铸魂，扛牢政治责任" in page
    assert "需要关注：共 " in page
    assert "推进事项受阻或到期未完成：共 1 项 大抓基层三年行动 万州区" in page
    assert "未列明 8 项" in page
    assert "数据截至2024年9月25日 10:00（入账第 2 号）" in page
    assert "2024年9月报送2/55 家已提交" in page
    assert "1 项，未计入" in page


def test_it_leads_nowhere_and_loads_no_charts_library(september):
    page = get(september.leader).content.decode()
    body = page[page.index('id="wall"') :]

    assert "echarts" not in page
    assert "<a " not in body


def test_without_a_plan_it_says_what_to_do(people, autumn_2024):
    Plan.objects.update(status="draft")

    assert "尚未载入执行中的年度计划" in text_of(get(people.leader))


def test_nothing_changed_is_told_without_a_page(september):
    first = get(september.leader)
    again = get(september.leader, tag=first["ETag"])

    assert first["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Told-At"]


def test_whatever_happens_in_the_books_changes_it(september):
    tags = [get(september.leader)["ETag"]]
    stranger, officer = september.stranger, september.officer
    submitted("江北区", stranger, {HAVENS: {"quantity": "3"}}, number=10)
    tags.append(get(september.leader)["ETag"])
    typed = {HAVENS: {"quantity": "4"}}
    accepted("巴南区", stranger, officer, typed, number=9, roll_up=False)
    tags.append(get(september.leader)["ETag"])
    roll_up_marked()
    tags.append(get(september.leader)["ETag"])

    assert len(set(tags)) == 4


def test_another_persons_or_languages_page_is_not_taken_for_this_one(september):
    tag = get(september.leader)["ETag"]

    assert get(september.auditor, tag=tag).status_code == 200
    english = get(september.leader, tag=tag, unionplan_language="en")
    assert english.status_code == 200
    assert "Needs attention" in text_of(english)


def test_what_it_costs(september, keeps):
    tag = get(september.leader)["ETag"]

    assert queries_of(september.leader, tag) == (304, UNCHANGED)
    assert queries_of(september.auditor) == (200, KEPT)


def test_more_reports_cost_no_more_queries(september):
    costs = [queries_of(september.leader)[1]]
    for union in ("江北区", "巴南区"):
        typed = {HAVENS: {"quantity": "1"}}
        accepted(union, september.stranger, september.officer, typed, number=9)
    costs.append(queries_of(september.leader)[1])

    assert costs[0] == costs[1]
    assert costs[0] <= DRAWN


def test_what_is_kept_is_never_behind_the_books(september, keeps):
    before = text_of(get(september.leader))
    typed = {HAVENS: {"quantity": "1"}}
    accepted("巴南区", september.stranger, september.officer, typed, number=9)

    assert "40个 / " in before
    assert "41个 / " in text_of(get(september.leader))
