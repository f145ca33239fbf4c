"""Accepted figures: exact, and each union's own people see only theirs."""

import pytest
from django.urls import reverse

from progress_app.models import Rollup
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"
CITY_WIDE = ("officer", "leader", "auditor", "administrator")


@pytest.fixture
def posted(people):
    """Post a rate for 万州区, and a secret for 江北区."""
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"建会率": {"numerator": "8696", "denominator": "10000"}},
    )
    factories.accepted(
        "江北区", people.stranger, people.officer, {HAVENS: {"quantity": "73190"}}
    )


def rollups(person, **query):
    return signed_in(person).get(reverse("api:rollup-list"), query)


def test_figures_are_exact_texts(people, posted):
    [told] = rollups(people.reporter, number="10", code="4.2.1-1").json()["results"]
    assert told["union_name"] == "万州区总工会"
    assert (told["numerator"], told["denominator"]) == ("8696", "10000")
    assert told["quantity"] is None
    assert told["kind"] == "ratio"
    assert (told["units_reported"], told["units_expected"]) == (1, 1)
    assert told["last_sequence"] == 1


def test_a_reporter_sees_only_its_own_union(people, posted):
    response = rollups(people.reporter)
    own = factories.union_called("万州区").pk
    assert (
        len(response.json()["results"]) == Rollup.objects.filter(union=own).count() > 0
    )
    assert {row["union"] for row in response.json()["results"]} == {own}
    assert b"73190" not in response.content


def test_another_unions_rollup_is_not_there(people, posted):
    secret = Rollup.objects.filter(quantity=73190, union__short_name="江北区").first()
    address = reverse("api:rollup-detail", args=[secret.pk])
    assert signed_in(people.reporter).get(address).status_code == 404
    assert signed_in(people.stranger).get(address).json()["quantity"] == "73190"


def test_another_union_is_no_known_filter_value(people, posted):
    other = factories.union_called("江北区").pk
    hidden = rollups(people.reporter, union=other)
    missing = rollups(people.reporter, union=999999)
    assert hidden.status_code == missing.status_code == 400
    assert hidden.json() == missing.json()


@pytest.mark.parametrize("role", CITY_WIDE)
def test_the_city_is_seen_whole(people, posted, role):
    city = factories.union_called("市总工会").pk
    response = rollups(getattr(people, role), union=city, number="10", code="4.1.2-1")
    [told] = response.json()["results"]
    assert told["quantity"] == "73190"
    assert (told["units_reported"], told["units_expected"]) == (1, 46)


def test_unions_are_seen_by_their_own_people(people):
    told = signed_in(people.reporter).get(reverse("api:union-list")).json()
    assert [row["short_name"] for row in told["results"]] == ["万州区"]
    other = reverse("api:union-detail", args=[factories.union_called("江北区").pk])
    assert signed_in(people.reporter).get(other).status_code == 404
