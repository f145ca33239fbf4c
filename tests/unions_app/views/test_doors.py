"""The decorators that open screens."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from unions_app.enums import Role
from unions_app.models import Person
from unions_app.rules import Access, Grant, can_administer
from unions_app.views.doors import allowed, signed_in


@signed_in
def open_to_all(request):
    return HttpResponse("open")


@allowed(can_administer)
def for_administrators(request):
    return HttpResponse("open")


def asked(method: str = "get", *, roles: tuple[Role, ...] | None = None, **headers):
    request = getattr(RequestFactory(), method)("/screen/?page=2", headers=headers)
    request.user = AnonymousUser() if roles is None else Person(pk=7)
    request.access = Access(7, frozenset(Grant(role, 1) for role in roles or ()))
    return request


def test_people_signed_in_come_in():
    assert open_to_all(asked(roles=())).content == b"open"


def test_strangers_are_led_to_the_door_and_back():
    assert open_to_all(asked()).url == "/sign-in/?next=/screen/%3Fpage%3D2"


def test_after_a_form_the_way_back_leads_home():
    assert open_to_all(asked("post")).url == "/sign-in/?next=/"


def test_a_script_is_told():
    response = open_to_all(asked(Accept="application/json"))

    assert (response.status_code, response.content) == (
        401,
        b'{"error": "signed_out"}',
    )


def test_htmx_leaves_the_page():
    request = asked()
    request.htmx = True

    assert open_to_all(request)["HX-Redirect"] == "/sign-in/?next=/screen/%3Fpage%3D2"


def test_the_right_role_comes_in():
    assert for_administrators(asked(roles=(Role.ADMINISTRATOR,))).content == b"open"


def test_another_role_is_refused():
    with pytest.raises(PermissionDenied):
        for_administrators(asked(roles=(Role.REPORTER,)))


def test_a_stranger_is_not_told_what_is_behind():
    assert for_administrators(asked()).status_code == 302
