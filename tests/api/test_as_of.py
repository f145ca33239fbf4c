"""The API as of a past moment."""

import pytest
from django.urls import reverse

from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HAVENS, CODE = "新建渝工港湾", "4.1.2-1"


@pytest.fixture
def two_months(people, autumn_2024):
    for number, quantity in ((8, "12"), (9, "30")):
        typed = {HAVENS: {"quantity": quantity}}
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    return people


def rollups(person, **query):
    address = reverse("api:rollup-list")
    union = factories.union_called("市总工会").pk
    return signed_in(person).get(address, {"code": CODE, "union": union, **query})


def quantities(response) -> list[str | None]:
    return [row["quantity"] for row in response.json()["results"]][6:10]


def test_rollups_are_told_as_they_were(two_months):
    assert quantities(rollups(two_months.leader)) == [None, "12", "42", "42"]
    then = rollups(two_months.leader, as_of="2024-09-10")
    assert quantities(then) == [None, "12", "12", "12"]
    assert {row["last_sequence"] for row in then.json()["results"]} == {0, 1}


def test_one_rollup_is_told_as_it_was(two_months):
    row = rollups(two_months.leader, number=9).json()["results"][0]
    address = reverse("api:rollup-detail", args=[row["id"]])

    told = [
        signed_in(two_months.leader).get(address, query).json()["quantity"]
        for query in ({}, {"as_of": "1"}, {"as_of": "2024-08-01"})
    ]

    assert told == ["42", "12", None]


def test_standings_are_told_as_they_were(two_months, plan):
    address = reverse("api:standing-list")
    question = {"plan": plan.pk, "union": factories.union_called("市总工会").pk}
    client = signed_in(two_months.leader)

    def havens(**query):
        rows = client.get(address, {**question, **query}).json()["results"]
        [row] = [row for row in rows if row["code"] == CODE]
        return row["quantity"], row["expected_percent"]

    assert havens() == ("42", "75%")
    assert havens(as_of="2024-09-10") == ("12", "66.67%")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("abc", "没有看懂这个时点"),
        ("2124-01-01", "还没有到"),
        ("99", "没有这个入账序号"),
    ],
)
def test_a_moment_that_cannot_be_told_is_refused(two_months, plan, asked, reason):
    union = factories.union_called("市总工会").pk
    question = {"plan": plan.pk, "union": union, "as_of": asked}
    standings = signed_in(two_months.leader).get(reverse("api:standing-list"), question)

    for response in (rollups(two_months.leader, as_of=asked), standings):
        assert response.status_code == 400
        assert reason in response.json()["errors"]["as_of"][0]
