"""Signing in and out: who gets in, who is locked out, what the trail says."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.people import PASSWORD, make_person
from unions_app.models import AuditEvent, Person

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def person() -> Person:
    return make_person("wang.fang")


def try_to_sign_in(client: Client, **fields: str):
    typed = {"login": "wang.fang", "password": PASSWORD, **fields}
    return client.post("/sign-in/", typed)


def fail(client: Client, times: int, login: str = "wang.fang"):
    return [
        try_to_sign_in(client, login=login, password=f"wrong {number}")
        for number in range(times)
    ]


def trail() -> list[tuple[str, int | None]]:
    return list(AuditEvent.objects.values_list("action", "person_id"))


def test_the_page_asks_for_name_and_password(client):
    response = client.get("/sign-in/")

    assert response.status_code == 200
    assert 'name="login"' in response.text
    assert 'name="password"' in response.text
    assert "data-sign-out" not in response.text


def test_people_come_in_and_land_at_home(client, person):
    response = try_to_sign_in(client)

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert trail() == [("sign_in", person.pk)]


def test_people_go_on_to_where_they_were_going(client, person):
    assert try_to_sign_in(client, next="/password/?x=1").url == "/password/?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_the_way_on_never_leads_off_this_host(client, person, elsewhere):
    assert try_to_sign_in(client, next=elsewhere).url == "/"


def test_another_allowed_host_is_not_this_host(client, person, settings):
    settings.ALLOWED_HOSTS = ["testserver", "sister.example"]

    assert try_to_sign_in(client, next="http://sister.example/x").url == "/"


def test_someone_signed_in_is_led_on(client, person):
    client.force_login(person)

    assert client.get("/sign-in/?next=/password/").url == "/password/"


@pytest.mark.parametrize(
    "nowhere", ["no-page-of-ours", "cockpit", "%00", "%F0%9F%98%80"]
)
def test_a_way_on_that_is_no_address_leads_home(client, person, nowhere):
    client.force_login(person)

    assert client.get(f"/sign-in/?next={nowhere}").url == "/"


def test_a_wrong_password_is_refused_in_words_beside_what_was_typed(client, person):
    response = try_to_sign_in(client, password="wrong")

    assert response.status_code == 200
    assert "用户名或密码不正确" in response.text
    assert 'value="wang.fang"' in response.text
    assert "wrong" not in response.text
    assert trail() == [("sign_in_failed", person.pk)]


def test_an_unknown_name_gets_the_same_words_and_is_not_written_down(client, person):
    response = try_to_sign_in(client, login="secret-typed-in-the-wrong-field")

    assert "用户名或密码不正确" in response.text
    event = AuditEvent.objects.get()
    assert (event.action, event.person_id, event.detail) == ("sign_in_failed", None, {})
    assert event.subject == "person unknown"


@pytest.mark.parametrize("blank", ["login", "password"])
def test_a_blank_field_is_asked_for(client, person, blank):
    response = try_to_sign_in(client, **{blank: ""})

    assert response.status_code == 200
    assert "field-error" in response.text
    assert trail() == []


def test_a_null_character_is_an_error_beside_the_field(client):
    assert "field-error" in try_to_sign_in(client, login="a\x00b").text


def test_five_failed_tries_lock_the_account_even_for_the_right_password(client, person):
    assert [response.status_code for response in fail(client, 5)] == [200] * 5

    response = try_to_sign_in(client)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"
    assert "10 分钟后" in response.text
    assert "_auth_user_id" not in client.session
    assert [action for action, _person in trail()] == [
        *["sign_in_failed"] * 5,
        "account_locked",
    ]


def test_the_lock_is_the_accounts_in_any_spelling_and_from_any_host(
    client, person, settings
):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    fail(client, 2)
    fail(client, 3, login=" WANG.fang ")

    typed = {"login": "wang.fang", "password": PASSWORD}
    response = Client().post("/sign-in/", typed, HTTP_HOST="localhost")

    assert response.status_code == 429


def test_another_account_is_not_locked(client, person):
    make_person("colleague")
    fail(client, 5)

    assert try_to_sign_in(client, login="colleague").status_code == 302


def test_the_lock_ends_ten_minutes_after_the_last_failed_try(client, person):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fail(client, 4)
        clock.shift(timedelta(minutes=9))
        fail(client, 1)
        clock.shift(timedelta(minutes=9, seconds=59))
        still_locked = try_to_sign_in(client)
        clock.shift(timedelta(seconds=1))
        open_again = try_to_sign_in(client)

    assert (still_locked.status_code, still_locked.headers["Retry-After"]) == (429, "1")
    assert open_again.status_code == 302


def test_failed_tries_are_forgotten_after_ten_minutes(client, person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(client, 4)
        clock.shift(timedelta(minutes=10))
        again = fail(client, 4)

    assert [response.status_code for response in again] == [200] * 4


def test_right_tries_cost_nothing(client, person):
    for _number in range(6):
        assert try_to_sign_in(Client()).status_code == 302


def test_one_address_cannot_try_everybody(client):
    codes = [
        response.status_code
        for account in range(5)
        for response in fail(client, 4, login=f"account{account}")
    ]
    assert codes == [200] * 20

    assert fail(client, 1, login="one-more")[0].status_code == 429


def test_a_disabled_account_is_told_so_and_stays_out(client, person):
    person.is_active = False
    person.save()

    response = try_to_sign_in(client)

    assert response.status_code == 403
    assert "账号已停用" in response.text
    assert "_auth_user_id" not in client.session
    assert trail() == [("sign_in_refused", person.pk)]


def test_disabling_an_account_ends_its_sessions(client, person):
    client.force_login(person)
    assert client.get("/no-role/").status_code == 200

    person.is_active = False
    person.save()

    assert client.get("/no-role/").url == "/sign-in/?next=/no-role/"


def test_a_form_without_its_token_says_what_to_do(person):
    strict = Client(enforce_csrf_checks=True)

    response = try_to_sign_in(strict)

    assert response.status_code == 403
    assert "页面已过期" in response.text
    assert trail() == []


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/sign-in/").status_code == 405


def test_a_script_signs_in_again_in_place(client, person):
    typed = {"login": "wang.fang", "password": PASSWORD}
    response = client.post("/sign-in/", typed, **JSON)

    assert response.status_code == 200
    assert response.json()["person"] == person.pk
    assert response.json()["csrf_token"]
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_script_may_go_on_with_the_token_it_got(person):
    strict = Client(enforce_csrf_checks=True)
    strict.get("/sign-in/")
    form = {
        "login": "wang.fang",
        "password": PASSWORD,
        "csrfmiddlewaretoken": strict.cookies["unionplan_csrf"].value,
    }
    token = strict.post("/sign-in/", form, **JSON).json()["csrf_token"]

    response = strict.post("/sign-out/", headers={"X-CSRFToken": token})

    assert (response.status_code, response.url) == (302, "/sign-in/")


@pytest.mark.parametrize(
    ("typed", "status", "error"),
    [
        ({"login": "wang.fang", "password": "wrong"}, 400, "refused"),
        ({"login": "", "password": ""}, 400, "refused"),
    ],
)
def test_a_script_is_refused_in_json(client, person, typed, status, error):
    response = client.post("/sign-in/", typed, **JSON)

    assert (response.status_code, response.json()["error"]) == (status, error)


def test_a_script_learns_of_the_lock_and_of_a_disabled_account(client, person):
    person.is_active = False
    person.save()
    typed = {"login": "wang.fang", "password": PASSWORD}
    assert client.post("/sign-in/", typed, **JSON).json() == {"error": "inactive"}

    fail(client, 5)
    response = client.post("/sign-in/", typed, **JSON)

    assert response.status_code == 429
    assert response.json() == {"error": "locked", "seconds": 600}


def test_signing_out_ends_the_session(client, person):
    client.force_login(person)

    response = client.post("/sign-out/")

    assert (response.status_code, response.url) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session
    assert trail() == [("sign_out", person.pk)]


def test_signing_out_twice_is_harmless(client):
    assert client.post("/sign-out/").url == "/sign-in/"
    assert trail() == []


def test_a_link_cannot_sign_anybody_out(client, person):
    client.force_login(person)

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "address",
    [
        "/signup/",
        "/accounts/signup/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/email/",
        "/password/reset/",
    ],
)
def test_nobody_registers_or_resets_by_mail(client, address):
    assert client.get(address).status_code == 404
