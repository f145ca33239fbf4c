"""赛马比拼 on screen: who sees which group, what is said, and wrong addresses."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from reports_app.models import LeagueTerms
from tasks_app.models import Plan
from tests.factories import union_called
from tests.people import signed_in
from tests.reports_app.league.quarters import reported, shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
QUERIES = 20


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def opened(person, **asked):
    return signed_in(person).get(reverse("league"), asked)


def explained(person, union: str, **asked):
    address = reverse("league_union", args=[union_called(union).pk])
    return signed_in(person).get(address, asked)


@pytest.fixture
def quarter(people):
    shared(万州区=8, 开州区=8, 江北区=8)
    reported(people, "万州区", 6)
    reported(people, "开州区", 3)
    reported(people, "江北区", 6)


def test_ranks_scores_and_what_is_apart_are_told(people, quarter):
    page = text_of(opened(people.leader, group="north_east"))

    assert "第三季度，渝东北11个单位中2个参加排名。9个单列，不排在末位。" in page
    assert "万州区 1 1 100.00 4 4 0 名次由来 万州区" in page
    assert "开州区 2 2 87.50 4 3 0 名次由来 开州区" in page
    assert "梁平区 未报送" in page
    assert "2025年1月5日报送截止后排名" in page
    assert "建会率 力争类指标不计分" in page
    assert "负责部门 待管理员指定" in page


def test_a_union_sees_its_own_group_and_no_other(people, quarter):
    page = text_of(opened(people.reporter))

    assert "开州区 2 2 87.50" in page
    assert "江北区" not in page
    assert opened(people.reporter, group="central").status_code == 404
    assert opened(people.leader, group="central").status_code == 200


def test_only_its_own_score_is_explained_to_a_union(people, quarter):
    page = opened(people.reporter).content.decode()

    assert reverse("league_union", args=[union_called("万州区").pk]) in page
    assert reverse("league_union", args=[union_called("开州区").pk]) not in page
    assert explained(people.reporter, "万州区").status_code == 200
    assert explained(people.reporter, "开州区").status_code == 404
    assert explained(people.leader, "开州区").status_code == 200


def test_a_department_takes_no_part_and_is_told_so(people, quarter):
    page = text_of(opened(people.department_reporter))

    assert "您的单位不参加赛马比拼" in page
    assert "万州区" not in page


def test_an_explanation_shows_every_line_and_the_next_rank(people, quarter):
    page = text_of(explained(people.leader, "开州区"))

    assert "渝东北第2名（2个单位排名），得分 87.50。" in page
    assert "新建渝工港湾 3个 8个 6 37.5% 75% 50% 1 12.50 12.50" in page
    assert "总分87.5012.50" in page
    assert "与第1名（万州区）相差 12.50 分。" in page
    assert "新建渝工港湾 3个" in page
    assert "劳模工匠“三进”宣讲 没有分解任务数" in page


def test_a_union_that_is_apart_is_told_what_is_wanting(people, quarter):
    page = text_of(explained(people.leader, "梁平区"))

    assert "在渝东北单列，没有名次：未报送。" in page
    assert "厂务公开动态建制率 权益保障部门（示例）" in page


def test_the_appeal_note_of_the_plan_takes_the_place_of_the_usual_one(
    people, plan, quarter
):
    contact = union_called("职工服务部门（示例）")
    LeagueTerms.objects.create(
        plan=plan, appeal_note="五个工作日内\n书面提出", contact=contact
    )

    page = text_of(opened(people.leader))

    assert "五个工作日内" in page
    assert "负责部门 职工服务部门（示例）" in page
    assert "书面向负责部门提出，写明" not in page


@pytest.mark.parametrize("asked", ["4", "0", "x", "33"])
def test_a_quarter_that_is_not_there_leads_to_the_latest(people, quarter, asked):
    client = signed_in(people.leader)
    address = f"{reverse('league')}?quarter={asked}&group=zone"

    response = client.get(address, follow=True)

    assert response.redirect_chain == [(f"{reverse('league')}?group=zone", 302)]
    assert "还没有到期，或没有这个季度" in text_of(response)


def test_an_explanation_of_no_such_quarter_leads_to_the_latest(people, quarter):
    response = explained(people.leader, "万州区", quarter="4")

    assert response.status_code == 302


@pytest.mark.parametrize("group", ["nonsense", "central "])
def test_a_group_that_is_not_there(people, quarter, group):
    assert opened(people.leader, group=group).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_union_that_is_not_there(people, quarter, pk):
    response = signed_in(people.leader).get(reverse("league_union", args=[pk]))

    assert response.status_code == 404


def test_a_past_moment_is_said_and_kept_in_links(people, quarter):
    page = opened(people.leader, as_of="2024-10-20", group="zone")

    assert "历史时点" in text_of(page)
    assert "quarter=1&amp;group=zone&amp;as_of=2024-10-20" in page.content.decode()


def test_before_the_first_quarter_is_due_it_says_so(people, quarter):
    page = text_of(opened(people.leader, as_of="2024-02-28"))

    assert "还没有到期的季度" in page


def test_without_a_plan_it_says_what_to_do(people):
    Plan.objects.update(status="draft")

    assert "尚未载入执行中的年度计划" in text_of(opened(people.leader))
    assert "尚未载入执行中的年度计划" in text_of(explained(people.leader, "万州区"))


def test_more_unions_cost_no_more_queries(people):
    shared(万州区=8, 开州区=8, 梁平区=8)
    client, address = signed_in(people.leader), f"{reverse('league')}?group=north_east"
    costs = []
    for unions in (["万州区"], ["开州区", "梁平区"]):
        for union in unions:
            reported(people, union, 6)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES
