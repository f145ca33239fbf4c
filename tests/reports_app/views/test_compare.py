"""Comparing two moments: who may, what is shown, what is said of wrong input."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests import factories
from tests.people import signed_in

HAVENS, RATE = "新建渝工港湾", "建会率"
QUERIES = 32


@pytest.fixture
def leader(people, autumn_2024):
    return signed_in(people.leader)


@pytest.fixture
def report(people):
    """Return what posts figures of a union for a month, in time."""

    def posted(union, typed, number=9):
        factories.accepted(union, people.reporter, people.officer, typed, number=number)

    return posted


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def opened(client, **query):
    """Open the comparison; ``since`` stands for ``from``, a word of Python's."""
    asked = {"from" if key == "since" else key: value for key, value in query.items()}
    return client.get(reverse("compare"), asked)


def test_the_end_of_last_month_is_compared_with_now(leader, report):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    report("江北区", {HAVENS: {"quantity": "7"}}, 10)

    page = text_of(opened(leader))

    assert "76 项中 1 项有变化，状态变好 0 项，变差 0 项。" in page
    assert "2024年9月30日 23:59（入账第 1 号），累计到2024年9月" in page
    assert f"{HAVENS} 20个 27个 +7 个 5% → 6.75%" in page


def test_only_what_has_changed(leader, report):
    report("江北区", {HAVENS: {"quantity": "7"}}, 10)

    everything, changed = opened(leader), opened(leader, since="2024-09-30", changed=1)

    assert everything.content.count(b'<th scope="row" class="name">') == 76
    assert changed.content.count(b'<th scope="row" class="name">') == 1


def test_nothing_has_changed(leader):
    page = text_of(opened(leader, since="2024-09-30", changed=1))

    assert "两个时点的数完全相同" in page


def test_a_target_opens_its_bridge(leader, report):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    report("江北区", {HAVENS: {"quantity": "7"}}, 10)
    target = factories.target_called(HAVENS)

    response = opened(leader, since="2024-09-30", target=target.pk)

    page = text_of(response)
    assert "20 个 → 27 个（+7 个）：江北区按期报送 +7。" in page
    assert "完成率：5% → 6.75%（+1.75 个百分点）" in page
    assert "其间入账 1 笔。" in page
    union = factories.union_called("江北区")
    postings = reverse("target_postings", args=[target.pk])
    assert f'{postings}?union={union.pk}#posting-2"' in response.content.decode()


def test_one_unions_comparison(leader, report):
    report("万州区", {HAVENS: {"quantity": "20"}}, 10)
    union = factories.union_called("万州区")

    page = text_of(opened(leader, since="2024-09-30", to="", union=union.pk))

    assert "万州区：26 项中 1 项有变化" in page


def test_a_rate_tells_numerator_denominator_and_coverage(leader, report):
    report("万州区", {RATE: {"numerator": "60", "denominator": "100"}}, 8)
    report("江北区", {RATE: {"numerator": "20", "denominator": "40"}}, 10)
    target = factories.target_called(RATE)

    page = text_of(opened(leader, since="2024-09-30", target=target.pk))

    assert "60% → 57.14%（−2.86 个百分点）：江北区按期报送 −2.86。" in page
    assert re.search("江北区 按期报送 −2.86 *0 *0 *−2.86 *第 2 号", page)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": "去年"}, "没有看懂这个时点"),
        ({"since": "2024-09-30", "to": "2025-01-01"}, "这个时点还没有到"),
        ({"since": "99999"}, "账上没有这个入账序号"),
        ({"target": "abc"}, "没有这项指标，请从列表中选择"),
        ({"union": "0"}, "没有这个单位，请从列表中选择"),
    ],
    ids=["words", "ahead", "no-posting", "no-target", "no-union"],
)
def test_wrong_input_is_told_at_its_field(leader, query, words):
    response = opened(leader, **query)

    assert response.status_code == 400
    assert words in text_of(response)
    typed = query.get("to") or query.get("since")
    assert not typed or f'value="{typed}"' in response.content.decode()


def test_the_other_way_round(leader, report):
    report("江北区", {HAVENS: {"quantity": "7"}}, 10)
    target = factories.target_called(HAVENS)

    page = text_of(opened(leader, since="", to="2024-09-30", target=target.pk))

    assert "7 个 → 未报（−7 个）：江北区按期报送 −7。" in page


@pytest.mark.parametrize("is_bridge", [False, True], ids=["list", "bridge"])
def test_more_postings_cost_no_more_queries(leader, report, is_bridge):
    costs = []
    opened(leader)
    target = factories.target_called(HAVENS)
    for unions in (("万州区",), ("江北区", "南岸区")):
        for union in unions:
            report(union, {HAVENS: {"quantity": "7"}}, 10)
        with CaptureQueriesContext(connection) as queries:
            opened(leader, since="2024-09-30", target=target.pk if is_bridge else "")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= QUERIES


def test_without_a_plan_there_is_nothing_to_compare(leader, plan):
    type(plan).objects.update(status="closed")

    assert opened(leader).status_code == 200


def test_it_cannot_be_posted_to(leader):
    assert leader.post(reverse("compare")).status_code == 405
