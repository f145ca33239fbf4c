"""Tokens: what their person may do now, at their union, as far as they were made for."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.people import NOW, signed_in
from tests.tokens import EVERYTHING, bearer, program_of, token_of
from unions_app.actions import TooManyTokensError, revoke_token
from unions_app.actions.tokens import MOST_ALIVE
from unions_app.enums import Role, TokenScope
from unions_app.models import ApiToken, AuditEvent, Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
UNIONS = reverse("api:union-list")


def refused(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["type"].rpartition("/")[2]


def test_a_token_shows_what_its_person_sees(people):
    told = program_of(people.reporter, "万州区").get(UNIONS).json()["results"]
    assert [row["short_name"] for row in told] == ["万州区"]
    whole = program_of(people.leader, "市总工会").get(UNIONS).json()["results"]
    assert len(whole) > 41


def test_a_token_ends_at_its_union(people):
    Membership.objects.create(
        person=people.reporter,
        union=factories.union_called("江北区"),
        role=Role.REPORTER,
    )
    seen = [
        [row["short_name"] for row in client.get(UNIONS).json()["results"]]
        for client in (
            signed_in(people.reporter),
            program_of(people.reporter, "万州区"),
            program_of(people.reporter, "江北区"),
        )
    ]
    assert seen == [["江北区", "万州区"], ["万州区"], ["江北区"]]


def test_a_role_that_ended_takes_the_token_along(people):
    client = program_of(people.reporter, "万州区")
    Membership.objects.filter(person=people.reporter).update(
        ends_on=NOW.date() - timedelta(days=1)
    )
    assert refused(client.get(UNIONS)) == (403, "forbidden")


def test_a_disabled_person_s_token_is_dead_at_once(people):
    client = program_of(people.reporter, "万州区")
    people.reporter.is_active = False
    people.reporter.save(update_fields=["is_active"])
    assert refused(client.get(UNIONS)) == (401, "token_refused")


def test_a_token_lives_until_its_moment(people):
    token, secret = token_of(people.reporter, "万州区", days=30)
    assert token.expires_at == NOW + timedelta(days=30)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=NOW - timedelta(days=30), expires_at=NOW
    )
    assert refused(bearer(secret).get(UNIONS)) == (401, "token_refused")


def test_a_revoked_token_is_dead_at_once(people):
    token, secret = token_of(people.reporter, "万州区")
    assert revoke_token(token=token, at=NOW) is True
    assert revoke_token(token=token, at=NOW) is False
    response = bearer(secret).get(UNIONS)
    assert refused(response) == (401, "token_refused")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("secret", ["", "x", "upt_" + "A" * 43, "ü", "a b"])
def test_what_is_no_token_is_refused(people, secret):
    assert refused(bearer(secret).get(UNIONS)) == (401, "token_refused")


def test_another_scheme_is_no_sign_in(people):
    response = Client(headers={"authorization": "Basic eDp4"}).get(UNIONS)
    assert refused(response) == (401, "unauthenticated")


def test_a_scope_bounds_what_a_token_does(people):
    report = program_of(people.reporter, "万州区", TokenScope.REPORT)
    assert refused(report.get(UNIONS)) == (403, "scope_missing")
    read = program_of(people.reporter, "万州区", TokenScope.READ)
    assert read.get(UNIONS).status_code == 200
    assert refused(read.post(UNIONS)) == (403, "scope_missing")


@pytest.mark.parametrize("name", ["todo", "tokens", "notices", "landing"])
def test_a_token_opens_no_screen(people, name):
    response = program_of(people.reporter, "万州区").get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


def test_a_token_counts_before_a_session(people):
    client = signed_in(people.leader)
    secret = token_of(people.reporter, "万州区")[1]
    told = client.get(UNIONS, headers={"authorization": f"Bearer {secret}"}).json()
    assert len(told["results"]) == 1


def test_only_the_hash_is_kept_and_the_trail_tells_of_it(people):
    token, secret = token_of(people.reporter, "万州区", TokenScope.READ)
    stored = {
        str(value)
        for value in ApiToken.objects.filter(pk=token.pk).values()[0].values()
    }
    assert secret not in "".join(stored)
    assert secret.startswith(token.prefix)
    assert len(secret) == 4 + 43
    event = AuditEvent.objects.get(subject=f"token:{token.pk}")
    assert (event.action, event.person, event.union.short_name) == (
        "token.created",
        people.reporter,
        "万州区",
    )
    assert event.detail == {"scopes": ["read"], "days": 90}
    revoke_token(token=token, at=NOW)
    actions = AuditEvent.objects.filter(subject=f"token:{token.pk}")
    assert [event.action for event in actions] == ["token.created", "token.revoked"]


def test_its_last_use_is_noted_now_and_then(people, time_machine_at):
    token, secret = token_of(people.reporter, "万州区")
    used = []
    for minutes in (0, 1, 6):
        with time_machine_at(minutes):
            bearer(secret).get(UNIONS)
        token.refresh_from_db()
        used.append(token.last_used_at)
    assert used[0] == used[1]
    assert used[2] - used[0] > timedelta(minutes=5)


def test_a_person_keeps_a_bounded_number(people):
    for _place in range(MOST_ALIVE):
        token_of(people.reporter, "万州区")
    with pytest.raises(TooManyTokensError):
        token_of(people.reporter, "万州区")
    assert ApiToken.objects.count() == MOST_ALIVE


def test_the_secret_is_in_no_log(people, caplog, monkeypatch):
    secret = token_of(people.reporter, "万州区")[1]
    client = bearer(secret)
    client.raise_request_exception = False
    monkeypatch.setattr(
        "unions_app.api.unions.UnionViewSet.visible", lambda view: 1 / 0
    )
    with caplog.at_level(logging.DEBUG):
        response = client.get(UNIONS)
    assert refused(response) == (500, "defect")
    assert secret not in response.content.decode()
    assert "ZeroDivisionError" in caplog.text
    assert secret not in caplog.text


def test_its_person_s_language_is_spoken(people):
    people.reporter.language = "en"
    people.reporter.save(update_fields=["language"])
    client = program_of(people.reporter, "万州区")
    address = reverse("api:union-detail", args=[999999])
    assert client.get(address).json()["title"] == "Not found"
    assert client.get(address)["Content-Language"] == "en"
    chinese = client.get(address, headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert chinese.json()["title"] == "没有找到"


def test_every_scope_is_known():
    assert set(EVERYTHING) == {"read", "report", "export"}
