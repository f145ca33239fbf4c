"""The language switch."""

import pytest

from tests.people import PASSWORD, make_person, signed_in

pytestmark = pytest.mark.django_db


def test_the_portal_is_chinese_whatever_the_browser_asks_for(client):
    response = client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE="en")

    assert '<html lang="zh-Hans"' in response.text
    assert "请使用本单位管理员分配的账号登录" in response.text


def test_the_page_keeps_its_place_in_the_other_language(client):
    response = client.post(
        "/language/", {"language": "en", "next": "/sign-in/?next=/x/"}
    )

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/x/")
    page = client.get("/sign-in/")
    assert '<html lang="en"' in page.text
    assert "登录" not in page.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil.example",
        "",
        "javascript:x",
        "no-page-of-ours",
        "cockpit",
        "a\x00b",
    ],
)
def test_the_way_back_never_leads_off_this_host(client, elsewhere):
    response = client.post("/language/", {"language": "en", "next": elsewhere})

    assert response.url == "/"


def test_the_choice_holds_at_the_next_sign_in_anywhere(client):
    person = make_person("wang.fang")
    signed_in(person).post("/language/", {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"

    client.post("/sign-in/", {"login": "wang.fang", "password": PASSWORD})

    assert client.cookies["unionplan_language"].value == "en"


@pytest.mark.parametrize("unknown", ["", "fr", "zh-hans\r\nSet-Cookie: a=b"])
def test_an_unknown_language_is_refused(client, unknown):
    response = client.post("/language/", {"language": unknown, "next": "/"})

    assert response.status_code == 400
    assert "unionplan_language" not in response.cookies


def test_a_forged_cookie_is_ignored(client):
    client.cookies["unionplan_language"] = "xx"

    assert '<html lang="zh-Hans"' in client.get("/sign-in/").text


def test_a_link_changes_nothing(client):
    assert client.get("/language/?language=en").status_code == 405
