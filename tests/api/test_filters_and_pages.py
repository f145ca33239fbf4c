"""Filters are whitelisted, their values checked, and pages bounded."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people):
    return signed_in(people.leader)


@pytest.mark.parametrize(
    ("name", "query", "count"),
    [
        ("plan", {"year": "2024"}, 1),
        ("plan", {"year": "2023"}, 0),
        ("plan", {"status": "active"}, 1),
        ("area", {"plan": "1"}, 5),
        ("task", {"plan": "1"}, 16),
        ("measure", {"plan": "1"}, 64),
        ("framework", {"plan": "1"}, 5),
        ("union", {"kind": "territorial"}, 41),
        ("union", {"peer_group": "zone"}, 3),
        ("union", {"code": "500101"}, 1),
        ("period", {"plan": "1"}, 12),
        ("period", {"number": "10"}, 1),
        ("target", {"kind": "ratio"}, 4),
        ("target", {"strength": "aspirational", "kind": "ratio"}, 1),
        ("target", {"code": "4.1.2-1"}, 1),
    ],
)
def test_filters(client, name, query, count):
    rows = client.get(reverse(f"api:{name}-list"), query).json()
    assert len(rows["results"]) == count


def test_tasks_and_measures_of_an_area(client):
    area = client.get(reverse("api:area-list")).json()["results"][2]
    tasks = client.get(reverse("api:task-list"), {"area": area["id"]}).json()
    measures = client.get(reverse("api:measure-list"), {"area": area["id"]}).json()
    targets = client.get(reverse("api:target-list"), {"area": area["id"]}).json()
    numbers = [len(rows["results"]) for rows in (tasks, measures, targets)]
    assert numbers == [4, 15, 24]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("plan", {"year": "abc"}),
        ("plan", {"status": "lost"}),
        ("area", {"plan": "999"}),
        ("task", {"area": "x"}),
        ("union", {"kind": "planet"}),
        ("period", {"kind": "week"}),
        ("target", {"kind": "Flow"}),
        ("target", {"measure": "0"}),
        ("rollup", {"union": "999999"}),
        ("rollup", {"number": "ten"}),
    ],
)
def test_an_unknown_value_is_refused_by_name(client, name, query):
    response = client.get(reverse(f"api:{name}-list"), query)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(query)


def test_an_unknown_name_is_refused_with_the_known_ones(client):
    response = client.get(reverse("api:area-list"), {"plna": "1"})
    assert response.status_code == 400
    assert response.json()["errors"] == {
        "plna": ["没有这个筛选条件。可用的有：cursor, limit, plan"]
    }


def test_problems_are_told_in_the_readers_language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(reverse("api:plan-list"), {"year": "abc"})
    assert response.json()["errors"] == {"year": ["Enter a whole number."]}


def test_problems_are_told_in_chinese(client):
    response = client.get(reverse("api:plan-list"), {"year": "abc"})
    assert response.json()["errors"] == {"year": ["输入整数。"]}


def test_pages_are_walked_without_a_gap(client):
    address, seen = reverse("api:measure-list") + "?limit=30", []
    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    whole = client.get(reverse("api:measure-list")).json()["results"]
    assert seen == [row["id"] for row in whole]
    assert len(seen) == 64


def test_a_page_is_never_larger_than_500(people, client):
    factories.accepted(
        "万州区", people.reporter, people.officer, {"新建渝工港湾": {"quantity": "1"}}
    )
    address = reverse("api:rollup-list")
    page = client.get(address, {"limit": "500"}).json()
    assert len(page["results"]) == 500
    rest = client.get(page["next"]).json()
    assert len(rest["results"]) == 12 * 47 - 500
    assert rest["next"] is None
    assert client.get(address, {"limit": "501"}).status_code == 400


@pytest.mark.parametrize(
    "query", [{"limit": "many"}, {"limit": "0"}, {"limit": "-1"}, {"cursor": "x"}]
)
def test_a_page_that_is_none_is_refused(client, query):
    response = client.get(reverse("api:plan-list"), query)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(query)


def test_a_row_that_is_not_there(client):
    response = client.get(reverse("api:target-detail", args=[999999]))
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
