"""What stands around every page: menu, band, person, language, sign-out."""

import re

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse

from tests.people import signed_in
from unions_app import context
from unions_app.enums import Role
from unions_app.rules import Access, Grant

CHANGES = ("corrections", "exceptions")
CITY = (
    "cockpit",
    "reporting_status",
    "league",
    "publications",
    "ledger",
    "exports",
)
UNIONS = ("league", "publications")
MENUS = [
    (Role.REPORTER, ["todo", "progress", *CHANGES, *UNIONS]),
    (Role.APPROVER, ["todo", "progress", "endorse_desk", *CHANGES, *UNIONS]),
    (Role.OFFICER, ["todo", "progress", "review_desk", *CHANGES, *CITY]),
    (Role.LEADER, [*CITY]),
    (Role.AUDITOR, [*CHANGES, *CITY, "health"]),
    (Role.ADMINISTRATOR, ["exceptions", *CITY, "health", "admin:index"]),
]


def asked(address: str, *roles: Role) -> HttpRequest:
    request = RequestFactory().get(address)
    request.access = Access(1, frozenset(Grant(role, 1) for role in roles))
    request.resolver_match = resolve(address)
    return request


@pytest.mark.parametrize(("role", "names"), MENUS)
def test_the_menu_holds_what_the_role_may_open(role, names):
    menu = context.portal(asked("/", role))["menu"]

    assert [entry.name for entry in menu] == names


@pytest.mark.parametrize("role", Role)
def test_every_entry_leads_somewhere(role):
    for entry in context.portal(asked("/", role))["menu"]:
        assert reverse(entry.name)


def test_every_screen_of_an_entry_is_an_address():
    entries = (context.TO_DO, context.ENDORSE, context.REVIEW, context.COCKPIT)
    pk = "00000000-0000-0000-0000-000000000001"
    arguments = ([], [1], [1, 1], [pk], [1, pk])
    changes = (context.CORRECTIONS, context.EXCEPTIONS)
    for entry in (*entries, *changes, context.STATUS, context.LEDGER, context.EXPORTS):
        for screen in entry.screens:
            assert any(_is_address(screen, args) for args in arguments), (
                f"{screen} of {entry.name}"
            )


def _is_address(name: str, args: list[object]) -> bool:
    try:
        return bool(reverse(name, args=args))
    except NoReverseMatch:
        return False


def test_the_menu_marks_the_entry_of_the_page():
    officer = asked("/targets/1/", Role.OFFICER)

    assert context.portal(officer)["menu_here"] == context.COCKPIT


def test_a_page_outside_the_menu_marks_nothing():
    assert context.portal(asked("/no-role/", Role.OFFICER))["menu_here"] is None
    assert context.portal(asked("/targets/1/", Role.REPORTER))["menu_here"] is None


def test_a_bare_request_has_a_bare_context():
    bare = context.portal(RequestFactory().get("/"))

    assert (bare["menu"], bare["moment"], bare["installation"]) == ([], None, None)


def test_the_page_names_person_role_and_ways_out(people):
    page = signed_in(people.officer).get("/no-role/").text

    assert "测试·officer" in page
    assert "牵头部门" in page
    assert 'action="/sign-out/" data-sign-out' in page
    assert 'href="/password/"' in page
    assert 'name="next" value="/no-role/"' in page


def test_demonstration_data_is_labelled_with_its_clock(client, autumn_2024):
    page = client.get("/sign-in/").text

    assert "演示数据" in page
    assert "演示时钟" in page
    assert "2024年10月28日 09:0" in page


def test_real_data_is_not_labelled(client, db):
    assert "演示" not in client.get("/sign-in/").text


def test_error_pages_are_labelled_too(client, autumn_2024):
    assert "演示数据" in client.get("/nowhere/").text


def test_nothing_is_inline(people):
    page = signed_in(people.officer).get("/no-role/").text

    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_policy_allows_this_host_only(client, db):
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_shell_asks_the_database_little(people, django_assert_num_queries):
    """Installation, session, person, memberships, unread notices, books; no more.

    The first visit also notes itself.
    """
    client = signed_in(people.officer)
    client.get("/no-role/")

    with django_assert_num_queries(6):
        client.get("/no-role/")
