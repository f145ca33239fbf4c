"""Where people land, the page without a role, and the health of the portal."""

import pytest

from tests.people import signed_in

pytestmark = pytest.mark.django_db

LANDINGS = [
    ("reporter", "/todo/"),
    ("approver", "/endorse/"),
    ("officer", "/review/"),
    ("leader", "/cockpit/"),
    ("auditor", "/exports/"),
    ("administrator", "/admin/"),
    ("nobody", "/no-role/"),
]


@pytest.mark.parametrize(("name", "address"), LANDINGS)
def test_everyone_lands_on_the_screen_of_their_role(people, name, address):
    client = signed_in(getattr(people, name))

    assert client.get("/").url == address


@pytest.mark.parametrize(("name", "address"), LANDINGS)
def test_the_landing_screen_opens(people, autumn_2024, name, address):
    client = signed_in(getattr(people, name))

    assert client.get(address).status_code == 200


def test_strangers_sign_in_first(client):
    assert client.get("/").url == "/sign-in/?next=/"
    assert client.get("/no-role/").url == "/sign-in/?next=/no-role/"


@pytest.mark.parametrize("address", ["/", "/no-role/", "/healthz"])
def test_nothing_is_posted_here(people, address):
    assert signed_in(people.nobody).post(address).status_code == 405


def test_without_a_role_the_page_says_whom_to_ask(people):
    response = signed_in(people.nobody).get("/no-role/")

    assert "您还没有可用的角色" in response.text
    assert "menu-list" not in response.text


def test_health_is_open_to_probes_and_says_nothing_more(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"database": "ok"})
    assert "no-store" in response.headers["Cache-Control"]
