"""The command that lets the first administrator in."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.people import access_to
from unions_app.enums import Role
from unions_app.models import AuditEvent, Person

GOOD_PASSWORD = "渝工-第一位-管理员"
pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return type_in


def add(username: str = "zhang", union: str = "市总工会") -> None:
    call_command("add_person", username, name="张三", role="administrator", union=union)


def test_the_first_administrator_can_sign_in(plan, typed, client):
    typed(f"{GOOD_PASSWORD}\n")

    add()

    person = Person.objects.get(username="zhang")
    assert access_to(person).roles == {Role.ADMINISTRATOR}
    assert client.login(username="zhang", password=GOOD_PASSWORD)
    assert AuditEvent.objects.filter(action="person.created").count() == 1


@pytest.mark.parametrize(
    ("password", "union", "words"),
    [
        ("12345678901", "市总工会", "数字"),
        ("short", "市总工会", "10"),
        (GOOD_PASSWORD, "没有的单位", "There is no union 没有的单位"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(plan, typed, password, union, words):
    typed(f"{password}\n")

    with pytest.raises(CommandError, match=words):
        add(union=union)

    assert not Person.objects.exists()


def test_a_name_is_taken_once(plan, typed):
    typed(f"{GOOD_PASSWORD}\n")
    add()
    typed(f"{GOOD_PASSWORD}\n")

    with pytest.raises(CommandError, match="There is a zhang already"):
        add()
