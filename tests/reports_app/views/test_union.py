"""A union's page: its own people and the city's may open it, others find nothing."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tasks_app.models import Plan
from tests.factories import accepted, submitted, target_called, union_called
from tests.people import signed_in
from tests.reports_app.shares import split

HAVENS = "新建渝工港湾"
QUERIES = 22


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def page_of(short_name: str) -> str:
    return reverse("union", args=[union_called(short_name).pk])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("reporter", 200),
        ("colleague", 200),
        ("leader", 200),
        ("officer", 200),
        ("auditor", 200),
        ("administrator", 200),
        ("stranger", 404),
        ("approver", 404),
        ("department_reporter", 404),
        ("nobody", 404),
    ],
)
def test_own_people_and_the_citys_may_open_it(people, autumn_2024, name, status):
    client = signed_in(getattr(people, name))

    assert client.get(page_of("万州区")).status_code == status


def test_people_without_a_session_sign_in_first(plan, client):
    assert client.get(page_of("万州区")).status_code == 302


def test_it_only_answers_get(people, autumn_2024):
    assert signed_in(people.leader).post(page_of("万州区")).status_code == 405


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_union_that_is_not_there(people, autumn_2024, pk):
    response = signed_in(people.leader).get(reverse("union", args=[pk]))

    assert response.status_code == 404


def test_targets_stand_against_the_unions_share(people, autumn_2024):
    split(HAVENS, {"万州区": 12})
    typed = {
        HAVENS: {"quantity": "6"},
        "建会率": {"numerator": "84", "denominator": "100"},
    }
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    page = text_of(signed_in(people.leader).get(page_of("万州区")))

    assert "截至2024年10月28日，15项数量指标：滞后 1 · 严重滞后 1" in page
    assert "新建渝工港湾 严重滞后 6个 12个 50% 75% 还差 3 个 已报" in page
    assert (
        "建会率 口径待确认 滞后（力争） 84%84 ÷ 100 ≥85% 98.82% 100% 已建会单位数还差 1 已报"
        in page
    )
    assert "新建基层工会组织 未分解 未报 — — 75% 未报" in page


def test_returns_and_postings_are_listed(people, autumn_2024):
    typed = {HAVENS: {"quantity": "6"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    page = text_of(signed_in(people.leader).get(page_of("万州区")))

    assert "10 期中 1 期按时" in page
    assert "2024年10月 2024年11月5日 待报" in page
    assert "2024年9月 2024年10月5日 2024年9月25日 10:00 按时 10026" in page
    assert "2024年8月 2024年9月5日 逾期未报 逾期 53 天" in page
    assert "1 新建渝工港湾 2024年9月 6个 测试·reporter 测试·officer" in page


def test_its_own_people_get_no_link_to_the_citys_pages(people, autumn_2024):
    accepted("万州区", people.reporter, people.officer, {HAVENS: {"quantity": "6"}})

    page = signed_in(people.reporter).get(page_of("万州区")).content.decode()

    assert HAVENS in page
    assert reverse("cockpit") not in page
    assert reverse("target", args=[target_called(HAVENS).pk]) not in page


def test_a_neighbours_figures_are_nowhere_on_it(people, autumn_2024):
    typed = {HAVENS: {"quantity": "97531"}}
    accepted("江北区", people.stranger, people.officer, typed, number=9)

    page = signed_in(people.reporter).get(page_of("万州区")).content.decode()

    assert "97,531" not in page
    assert "江北区" not in page


def test_without_a_plan_it_says_what_to_do(people, autumn_2024):
    Plan.objects.update(status="draft")

    page = text_of(signed_in(people.reporter).get(page_of("万州区")))

    assert "尚未载入执行中的年度计划" in page


def test_more_reports_cost_no_more_queries(people, autumn_2024):
    client, address = signed_in(people.leader), page_of("万州区")
    costs = []
    for numbers in ([7], [8, 9]):
        for number in numbers:
            typed = {HAVENS: {"quantity": "1"}}
            accepted("万州区", people.reporter, people.officer, typed, number=number)
        submitted("江北区", people.stranger, {HAVENS: {"quantity": "1"}}, number=number)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES
