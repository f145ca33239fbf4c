"""Changing the own password."""

import pytest
from django.test import Client

from tests.people import PASSWORD, make_person, signed_in
from unions_app.models import AuditEvent, Person

pytestmark = pytest.mark.django_db

NEW = "zwei-Huegel-im-Regen"


@pytest.fixture
def person() -> Person:
    return make_person("wang.fang")


def change(client: Client, **fields: str):
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    return client.post("/password/", {**typed, **fields})


def test_the_new_password_holds_and_the_session_goes_on(person):
    client = signed_in(person)

    response = change(client)

    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/no-role/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert AuditEvent.objects.get().action == "password_changed"


def test_every_other_session_ends(person):
    elsewhere = signed_in(person)

    change(signed_in(person))

    assert elsewhere.get("/no-role/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old_password": "wrong"}, "旧密码"),
        ({"new_password2": "something-else"}, "不一致"),
        ({"new_password1": "kurz", "new_password2": "kurz"}, "密码长度太短"),
        ({"new_password1": "5283019475", "new_password2": "5283019475"}, "数字"),
        ({"new_password1": "", "new_password2": ""}, "field-error"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(person, typed, words):
    response = change(signed_in(person), **typed)

    assert response.status_code == 200
    assert "field-error" in response.text
    assert words in response.text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not AuditEvent.objects.exists()


def test_guessing_the_old_password_is_limited(person):
    client = signed_in(person)
    guesses = [change(client, old_password="no").status_code for _n in range(6)]

    assert guesses == [200] * 5 + [429]


def test_strangers_sign_in_first(client):
    assert client.get("/password/").url == "/sign-in/?next=/password/"


def test_other_methods_are_refused(person):
    assert signed_in(person).put("/password/").status_code == 405
