"""Who gets anything from the API at all, and in what form."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import signed_in

pytestmark = pytest.mark.django_db
LISTS = (
    "plan",
    "area",
    "task",
    "measure",
    "framework",
    "union",
    "period",
    "target",
    "rollup",
)
ADDRESSES = [reverse(f"api:{name}-list") for name in (*LISTS, "standing")]
ROLES = (
    "reporter",
    "approver",
    "officer",
    "department_reporter",
    "leader",
    "auditor",
    "administrator",
)


@pytest.mark.parametrize("address", [*ADDRESSES, "/api/v1/"])
def test_strangers_get_nothing(plan, address):
    response = Client().get(address)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert list(response.json()) == ["type", "title", "status", "detail"]


@pytest.mark.parametrize("name", LISTS)
def test_a_person_without_a_role_gets_nothing(people, name):
    response = signed_in(people.nobody).get(reverse(f"api:{name}-list"))
    assert response.status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", LISTS)
def test_every_role_reads(people, role, name):
    response = signed_in(getattr(people, role)).get(reverse(f"api:{name}-list"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert list(response.json()) == [
        "is_demonstration",
        "next",
        "results",
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(people, name, method):
    client = signed_in(people.administrator)
    response = getattr(client, method)(reverse(f"api:{name}-list"))
    assert response.status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_no_page_for_people(people, name):
    client = signed_in(people.leader)
    response = client.get(reverse(f"api:{name}-list"), headers={"accept": "text/html"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"


def test_a_demonstration_says_so(people, autumn_2024):
    rows = signed_in(people.leader).get(reverse("api:plan-list")).json()
    assert rows["is_demonstration"] is True


def test_real_data_says_so(people):
    rows = signed_in(people.leader).get(reverse("api:plan-list")).json()
    assert rows["is_demonstration"] is False


def test_the_root_lists_every_list(people):
    listed = signed_in(people.leader).get("/api/v1/").json()
    assert sorted(listed) == [
        "areas",
        "corrections",
        "entries",
        "events",
        "evidence",
        "exceptions",
        "exports",
        "framework",
        "measures",
        "notices",
        "periods",
        "plans",
        "postings",
        "publications",
        "reviews",
        "rollups",
        "standings",
        "submissions",
        "targets",
        "tasks",
        "unions",
    ]
