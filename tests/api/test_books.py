"""The ledger's books by API: the same rows, for the same eyes, as of any moment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.models import Entry
from tests import factories
from tests.api.test_problems import told_of
from tests.people import signed_in
from tests.progress_app import changes
from tests.progress_app.files import upload
from tests.tokens import program_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS = "新建渝工港湾"
BOOKS = ("posting", "entry", "review", "correction", "evidence")


@pytest.fixture
def told(people):
    """Post August and September for 万州区, a secret for 江北区, and correct one."""
    for number, quantity in ((8, "12"), (9, "30")):
        factories.accepted(
            "万州区",
            people.reporter,
            people.officer,
            {HAVENS: {"quantity": quantity}},
            number=number,
        )
    factories.accepted(
        "江北区", people.stranger, people.officer, {HAVENS: {"quantity": "73190"}}
    )
    changes.proposed(
        Entry.objects.get(
            target__name=HAVENS, submission__period__number=9, presence="value"
        ),
        people.reporter,
        uploads=[upload("会议纪要.pdf")],
    )
    return people


def rows(person, name, **query):
    response = signed_in(person).get(reverse(f"api:{name}-list"), query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("name", BOOKS)
def test_a_unions_own_people_see_their_own(told, name):
    own = rows(told.reporter, name)
    assert own
    secret = signed_in(told.reporter).get(reverse(f"api:{name}-list")).content
    assert b"73190" not in secret
    detail = reverse(
        f"api:{name}-detail", args=[own[0].get("id", own[0].get("sequence"))]
    )
    assert signed_in(told.reporter).get(detail).json() == own[0]
    assert signed_in(told.stranger).get(detail).status_code == 404


def test_postings_are_listed_from_the_newest(told):
    listed = rows(told.auditor, "posting")
    assert [row["sequence"] for row in listed] == [3, 2, 1]
    assert [row["quantity"] for row in listed] == ["73190", "30", "12"]
    assert listed[0]["previous_hash"] == listed[1]["link"]
    assert listed[1]["entered_by"] == "测试·reporter"


def test_postings_of_a_past_moment(told):
    assert [row["sequence"] for row in rows(told.leader, "posting", as_of="1")] == [1]


def test_entries_stood_otherwise(told):
    now = rows(told.auditor, "entry", state="accepted")
    assert len(now) == 3
    then = rows(told.auditor, "entry", as_of="2024-08-31", limit="500")
    assert [row["quantity"] for row in then if row["state"] == "accepted"] == ["12"]
    assert {row["period"] for row in then} == {factories.month(8).pk}


def test_postings_are_filtered(told):
    union = factories.union_called("江北区").pk
    assert len(rows(told.leader, "posting", union=union)) == 1
    assert len(rows(told.leader, "posting", force="in_force")) == 3
    client = signed_in(told.leader)
    for query in ({"union": "x"}, {"uinon": union}, {"since": "yesterday"}):
        response = client.get(reverse("api:posting-list"), query)
        assert list(told_of(response, 400, "invalid")["errors"]) == list(query)


def test_the_trail_is_for_auditors(told):
    trail = rows(told.auditor, "event", limit="2")
    assert trail[0]["sequence"] == trail[1]["sequence"] + 1
    assert trail[0]["previous_hash"] == trail[1]["link"]
    address = reverse("api:event-list")
    for person in (told.leader, told.officer, told.reporter, told.administrator):
        told_of(signed_in(person).get(address), 403, "forbidden")


def test_pages_hold_while_rows_arrive(told):
    client = program_of(told.auditor, "市总工会")
    first = client.get(reverse("api:posting-list"), {"limit": "2"}).json()
    factories.accepted(
        "渝中区", told.stranger, told.officer, {HAVENS: {"quantity": "1"}}
    )
    rest = client.get(first["next"]).json()
    seen = [row["sequence"] for row in [*first["results"], *rest["results"]]]
    assert seen == [3, 2, 1]
    assert rest["next"] is None


@pytest.mark.parametrize("name", [*BOOKS, "event"])
def test_more_rows_cost_no_more_queries(told, name):
    counts = []
    for limit in ("1", "3"):
        client = program_of(told.auditor, "市总工会")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"api:{name}-list"), {"limit": limit})
        counts.append(len(queries))
    assert counts[0] == counts[1]
