"""How often may be asked, and what is answered to who asks more often."""

import pytest
from django.urls import reverse

from tests.people import signed_in
from tests.tokens import bearer, program_of, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
PLANS = reverse("api:plan-list")


@pytest.fixture(autouse=True)
def rates(settings):
    settings.API_RATES = {"person": "3/m", "address": "100/m", "failed": "2/m"}
    return settings.API_RATES


def statuses(client, times: int) -> list[int]:
    return [client.get(PLANS).status_code for _time in range(times)]


def test_each_token_has_a_limit_of_its_own(people):
    first = program_of(people.reporter, "万州区")
    assert statuses(first, 4) == [200, 200, 200, 429]
    assert statuses(program_of(people.reporter, "万州区"), 1) == [200]
    assert statuses(signed_in(people.reporter), 4) == [200, 200, 200, 429]


def test_who_asks_too_often_is_told_when_to_come_back(people):
    client = program_of(people.reporter, "万州区")
    statuses(client, 3)
    response = client.get(PLANS)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "请求过于频繁"
    assert 1 <= int(response["Retry-After"]) <= 60


def test_the_limit_ends(people, time_machine_at):
    client = program_of(people.reporter, "万州区")
    assert statuses(client, 4)[-1] == 429
    with time_machine_at(1.1):
        assert statuses(client, 1) == [200]


def test_an_address_has_a_limit_whoever_asks(people, rates):
    rates["address"] = "2/m"
    assert statuses(signed_in(people.leader), 1) == [200]
    assert statuses(signed_in(people.auditor), 1) == [200]
    assert statuses(signed_in(people.officer), 1) == [429]


def test_wrong_tokens_shut_the_door_for_a_while(people, time_machine_at):
    right = token_of(people.reporter, "万州区")[1]
    assert statuses(bearer("upt_wrong"), 3) == [401, 401, 429]
    response = bearer(right).get(PLANS)
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 60
    with time_machine_at(1.1):
        assert statuses(bearer(right), 1) == [200]


def test_right_tokens_do_not_count_as_wrong(people, rates):
    rates["person"] = "100/m"
    assert set(statuses(program_of(people.reporter, "万州区"), 5)) == {200}
