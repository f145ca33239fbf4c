"""Lights of the API: the same as on the pages, for the same eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HAVENS = "4.1.2-1"
ADDRESS = reverse("api:standing-list")


@pytest.fixture
def ask(plan, autumn_2024):
    def asked(person, union: str, **query):
        query = {"plan": plan.pk, "union": factories.union_called(union).pk, **query}
        return signed_in(person).get(ADDRESS, query)

    return asked


def standing_of(response, code):
    [found] = [row for row in response.json()["results"] if row["code"] == code]
    return found


def test_how_the_city_stands(people, ask):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"新建渝工港湾": {"quantity": "300"}},
        number=9,
    )
    response = ask(people.leader, "市总工会")
    assert len(response.json()["results"]) == 76
    told = standing_of(response, HAVENS)
    assert told["quantity"] == "300"
    assert told["goal"] == "400"
    assert told["achieved_percent"] == told["expected_percent"] == "75%"
    assert (told["light"], told["light_label"]) == ("on_pace", "正常")
    assert told["coverage"] == {"reported": 1, "expected": 46}
    assert told["open_coverage"] == {"reported": 0, "expected": 46}


def test_a_rate_is_not_rounded_up_to_its_goal(people, ask):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"建会率": {"numerator": "84996", "denominator": "100000"}},
        number=9,
    )
    told = standing_of(ask(people.leader, "市总工会"), "4.2.1-1")
    assert told["level_percent"] == "84.99%"
    assert told["achieved_percent"] == "99.99%"
    assert told["light"] == "behind"


def test_nothing_known_is_null_not_zero(people, ask):
    told = standing_of(ask(people.leader, "市总工会"), HAVENS)
    assert told["quantity"] is None
    assert told["achieved_percent"] is None
    assert told["light"] == "not_reported"


def test_a_reporter_asks_for_its_own_union_only(people, ask):
    assert ask(people.reporter, "万州区").status_code == 200
    refused = ask(people.reporter, "江北区")
    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["union"]


@pytest.mark.parametrize(
    ("query", "named"), [({}, ["plan", "union"]), ({"plan": "x"}, ["plan", "union"])]
)
def test_both_questions_must_be_answered(people, query, named):
    response = signed_in(people.leader).get(ADDRESS, query)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == named


def test_an_unknown_name_is_refused(people, ask):
    response = ask(people.leader, "市总工会", uinon="1")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["uinon"]


def test_more_rows_cost_no_more_queries(people, ask):
    counts = []
    for limit in ("1", "3"):
        with CaptureQueriesContext(connection) as queries:
            response = ask(people.leader, "市总工会", limit=limit)
        assert len(response.json()["results"]) == int(limit)
        counts.append(len(queries))
    assert counts[0] == counts[1]
