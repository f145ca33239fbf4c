"""The way into Django's administration: through the portal's sign-in, for one role."""

import pytest

from tests.people import PASSWORD, signed_in

pytestmark = pytest.mark.django_db


def test_strangers_sign_in_and_come_back(client, people):
    response = client.get("/admin/unions_app/union/", follow=True)
    assert response.redirect_chain[-1][0] == "/sign-in/?next=/admin/unions_app/union/"

    typed = {"login": "administrator", "password": PASSWORD}
    response = client.post(
        "/sign-in/", {**typed, "next": "/admin/unions_app/union/"}, follow=True
    )

    assert response.redirect_chain == [("/admin/unions_app/union/", 302)]
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["reporter", "officer", "leader", "auditor", "nobody"])
def test_other_roles_are_told_so_once(people, name):
    response = signed_in(getattr(people, name)).get("/admin/", follow=True)

    assert response.status_code == 403
    assert "您的角色不能打开这个页面" in response.text


def test_an_administrator_at_the_admins_own_door_is_led_in(people):
    assert signed_in(people.administrator).get("/admin/login/").url == "/admin/"


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/unions_app/union/", "/admin/unions_app/person/add/"],
)
def test_the_portals_header_and_band_stand_here_too(people, autumn_2024, address):
    page = signed_in(people.administrator).get(address).text

    assert "演示数据" in page
    assert 'href="/admin/" aria-current="page"' in page
    assert 'action="/sign-out/" data-sign-out' in page
    assert "Django" not in page
