"""A target's page and its postings: who may open them, what they say, what they cost."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import accepted, month, target_called, union_called
from tests.people import signed_in
from tests.reports_app.shares import split

HAVENS = "新建渝工港湾"
MILESTONE = "大抓基层三年行动"
RATE = "建会率"
QUERIES = 20
CITY = ["leader", "officer", "other_officer", "auditor", "administrator"]
OTHERS = ["reporter", "stranger", "approver", "department_reporter", "nobody"]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def page_of(name: str) -> str:
    return reverse("target", args=[target_called(name).pk])


def postings_of(name: str) -> str:
    return reverse("target_postings", args=[target_called(name).pk])


@pytest.fixture
def report(people, autumn_2024):
    """Return what posts a figure of a union for a month."""

    def posted(union: str, name: str, typed: dict[str, str], number: int = 9):
        accepted(union, people.reporter, people.officer, {name: typed}, number=number)

    return posted


@pytest.fixture
def leader(people, autumn_2024):
    return signed_in(people.leader)


@pytest.mark.parametrize("address", [page_of, postings_of])
@pytest.mark.parametrize("name", CITY)
def test_who_sees_the_city_may_open_them(people, autumn_2024, name, address):
    client = signed_in(getattr(people, name))

    assert client.get(address(HAVENS)).status_code == 200


@pytest.mark.parametrize("address", [page_of, postings_of])
@pytest.mark.parametrize("name", OTHERS)
def test_others_may_not(people, autumn_2024, name, address):
    client = signed_in(getattr(people, name))

    assert client.get(address(HAVENS)).status_code == 403


@pytest.mark.parametrize("address", [page_of, postings_of])
def test_they_only_answer_get(leader, address):
    assert leader.post(address(HAVENS)).status_code == 405


@pytest.mark.parametrize("pk", [0, 10**30])
@pytest.mark.parametrize("name", ["target", "target_postings"])
def test_a_target_that_is_not_there(leader, name, pk):
    assert leader.get(reverse(name, args=[pk])).status_code == 404


def test_the_promise_stands_beside_the_figure(leader, report):
    report("万州区", HAVENS, {"quantity": "20"})

    page = text_of(leader.get(page_of(HAVENS)))

    assert "新建渝工港湾400个" in page
    assert "累计量 · 计划数 400个 · 刚性" in page
    assert "按月均衡：每月应达全年的十二分之一" in page
    assert "截至累计个应达个完成率覆盖" in page
    assert "区县和产业工会填报" in page
    assert "目前进展严重滞后" in page
    assert "20个" in page
    assert "完成率5%" in page
    assert "应达75%" in page
    assert "距2024年9月末应达：还差 280 个" in page
    assert "2024年9月 1/46 家已通过审核；2024年10月报送进行中 0/46 家" in page
    assert "数据截至2024年9月25日 10:00（入账第 1 号）" in page


def test_an_open_question_is_shown(leader):
    assert "口径待确认 建会率的分母" in text_of(leader.get(page_of("建会率")))


def test_a_ratio_shows_both_counts_and_its_bounds(leader, report):
    report("万州区", "建会率", {"numerator": "170", "denominator": "200"}, 9)
    report("江北区", "建会率", {"numerator": "50", "denominator": "100"}, 8)

    page = text_of(leader.get(page_of("建会率")))

    assert "73.33% 已建会单位数 220 ÷ 应建会单位数 300" in page
    assert "严重滞后" not in page.split("各单位进展")[0]
    assert "动态保持：每期都应达到目标值" in page
    assert "1 家本期未报，沿用此前的数" in page
    assert "应建会单位数：2024年9月报来 200，占已知总数 300 的 66.67%" in page
    assert "56.67% 至 90%（缺报单位的分母" in page
    assert "1 家沿用旧数；另有 44 家分母不详，未计入" in page


def test_a_kept_up_rate_says_how_it_was_kept_up(leader, report):
    for number, numerator in ((7, 80), (8, 90), (9, 84)):
        report(
            "万州区", RATE, {"numerator": f"{numerator}", "denominator": "100"}, number
        )

    page = text_of(leader.get(page_of(RATE)))

    assert (
        "动态保持现为 84%；1—9月中 2 个月低于 85%，最长连续 1 个月；"
        "1—9月中 6 个月没有新报的数，不算低于也不算达到" in page
    )
    assert "年底推算应报的数收到不足四分之三，暂不推算" in page


def test_a_forecast_stands_with_its_assumption(leader, report):
    for number in range(1, 10):
        report("宣传教育部门（示例）", "全市性职工文体活动", {"quantity": "2"}, number)

    page = text_of(leader.get(page_of("全市性职工文体活动")))

    assert "年底推算按目前进度推算，年底约 24 场次（120%）；假设：此后各月" in page


@pytest.mark.parametrize(("numerator", "is_behind"), [(84, True), (85, False)])
def test_an_aspirational_target_is_not_shown_behind_without_saying_so(
    leader, report, numerator, is_behind
):
    report("万州区", RATE, {"numerator": f"{numerator}", "denominator": "100"})

    page = text_of(leader.get(page_of(RATE))).split("各单位进展")[0]

    assert ("滞后 （力争）" in page or "滞后（力争）" in page) == is_behind
    assert ("这是力争指标，不是刚性指标" in page) == is_behind


def test_a_milestone_has_no_outlook(leader, report):
    report("万州区", MILESTONE, {"stage": "under_way"})

    assert "年底推算" not in text_of(leader.get(page_of(MILESTONE)))


def test_a_milestone_shows_what_its_unions_told(leader, report):
    told = {"stage": "blocked", "note": "", "problems": "场地未落实"}
    report("万州区", MILESTONE, told)

    response = leader.get(page_of(MILESTONE))

    assert "受阻1" in text_of(response)
    assert "存在问题：场地未落实" in text_of(response)
    assert "charts.js" not in response.content.decode()
    assert "echarts" not in response.content.decode()


def test_a_figure_comes_with_its_curve(leader, report):
    report("万州区", HAVENS, {"quantity": "20"})

    page = leader.get(page_of(HAVENS)).content.decode()

    assert 'data-chart="curve-data"' in page
    assert '<script id="curve-data" type="application/json">' in page
    assert "js/charts.js" in page


def test_units_stand_against_their_shares_and_link_to_their_postings(leader, report):
    split(HAVENS, {"万州区": 12})
    report("万州区", HAVENS, {"quantity": "6"})

    response = leader.get(page_of(HAVENS), {"order": "progress"})

    row = text_of(response).split("距应达 2024年9月报送")[1].split("未报")[0]
    assert "万州区 严重滞后 6个 12个 50% 还差 3 个 已报" in row
    link = f"{postings_of(HAVENS)}?union={union_called('万州区').pk}"
    assert f'href="{link}"' in response.content.decode()


def test_a_page_without_postings_says_what_will_come(leader):
    assert "还没有入账" in text_of(leader.get(page_of(HAVENS)))
    assert "没有入账记录" in text_of(leader.get(postings_of(HAVENS)))


def test_a_posting_names_its_people_and_its_number(leader, report):
    report("万州区", HAVENS, {"quantity": "20"})

    page = text_of(leader.get(postings_of(HAVENS)))

    assert (
        "1 万州区 2024年9月 20个 测试·reporter 测试·officer 2024年9月25日 10:00" in page
    )
    assert "共 1 笔，第 1/1 页" in page


def test_postings_are_narrowed(leader, report):
    report("万州区", HAVENS, {"quantity": "11"}, 8)
    report("江北区", HAVENS, {"quantity": "13"}, 9)
    asked = {"union": union_called("江北区").pk, "period": month(9).pk}

    page = text_of(leader.get(postings_of(HAVENS), asked))

    assert "13个" in page
    assert "11个" not in page


@pytest.mark.parametrize(
    "asked", [{"union": "x"}, {"period": "999999"}, {"union": "\x00"}]
)
def test_a_filter_that_means_nothing_is_told(leader, report, asked):
    report("万州区", HAVENS, {"quantity": "11"})

    response = leader.get(postings_of(HAVENS), asked)

    assert response.status_code == 200
    assert "这个条件没有生效" in text_of(response)
    assert "11个" in text_of(response)


@pytest.mark.parametrize("number", ["0", "99", "x"])
def test_a_page_beyond_the_last_shows_the_nearest(leader, report, number):
    report("万州区", HAVENS, {"quantity": "11"})

    assert "11个" in text_of(leader.get(postings_of(HAVENS), {"page": number}))


@pytest.mark.parametrize("name", [HAVENS, MILESTONE, RATE])
@pytest.mark.parametrize("address", [page_of, postings_of])
def test_more_postings_cost_no_more_queries(leader, report, name, address):
    typed = {
        HAVENS: {"quantity": "1"},
        MILESTONE: {"stage": "done"},
        RATE: {"numerator": "1", "denominator": "2"},
    }[name]
    costs = []
    for unions in (["万州区"], ["江北区", "巴南区"]):
        for union in unions:
            report(union, name, typed)
        leader.get(address(name))
        with CaptureQueriesContext(connection) as asked:
            leader.get(address(name))
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES
