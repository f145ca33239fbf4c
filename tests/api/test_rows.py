"""What the rows say, and that more of them cost no more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


def rows(client, name, **query):
    return client.get(reverse(f"api:{name}-list"), query).json()["results"]


@pytest.fixture
def client(people, autumn_2024):
    return signed_in(people.leader)


def test_the_plan_is_told_verbatim(client, plan):
    [told] = rows(client, "plan")
    assert told["general_requirement"] == plan.general_requirement
    assert told["behind_percent"] == "85"
    assert told["starts_on"] == "2024-01-01"


def test_the_framework_says_what_is_not_listed(client):
    pillars = rows(client, "framework")
    assert [pillar["number"] for pillar in pillars] == ["1", "2", "3", "5", "10"]
    ten = pillars[-1]["items"]
    assert len(ten) == 10
    assert sum(item["is_listed"] for item in ten) == 2
    assert ten[-1]["name"] == ""


def test_a_target_comes_with_what_is_in_force(client):
    [told] = rows(client, "target", code="4.1.2-1")
    assert told["name"] == HAVENS
    assert told["amount"] == "400"
    assert told["unit_label"] == "个"
    assert told["definition"]["version"] == 1
    assert told["pace"]["kind"] == "linear"


def test_a_milestone_has_no_amount(client):
    told = rows(client, "target", kind="milestone")
    assert {row["amount"] for row in told} == {None}


def test_periods_say_where_they_stand_today(client):
    states = [row["state"] for row in rows(client, "period")]
    assert states == [*["locked"] * 9, "open", "not_open", "not_open"]


def test_single_rows_equal_listed_ones(client):
    for name in ("plan", "area", "task", "measure", "framework", "union", "target"):
        first = rows(client, name, limit="1")[0]
        detail = client.get(reverse(f"api:{name}-detail", args=[first["id"]]))
        assert detail.json() == first


@pytest.mark.parametrize(
    "name",
    ["area", "task", "measure", "framework", "union", "period", "target", "rollup"],
)
def test_more_rows_cost_no_more_queries(people, client, name):
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "1"}}
    )
    client.get(reverse(f"api:{name}-list"))
    counts = []
    for limit in ("1", "3"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(rows(client, name, limit=limit)) == int(limit)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_drafts_are_for_their_keepers(people, plan):
    draft = Plan.objects.create(
        year=2025,
        title="2025年草案",
        general_requirement="",
        starts_on="2025-01-01",
        ends_on="2025-12-31",
        status=PlanStatus.DRAFT,
    )
    for person, expected in (
        (people.leader, [plan.pk]),
        (people.administrator, [draft.pk, plan.pk]),
    ):
        told = rows(signed_in(person), "plan")
        assert [row["id"] for row in told] == expected
    address = reverse("api:plan-detail", args=[draft.pk])
    assert signed_in(people.leader).get(address).status_code == 404
