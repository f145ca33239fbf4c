"""Fixed people: one per role, and a stranger union. Ask for the ``people`` fixture."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from unionplan.lib.dates import SHANGHAI
from unions_app.enums import InstallationMode, Role
from unions_app.models import Installation, Membership, Person, Union
from unions_app.queries import access_of
from unions_app.rules import Access

NOW = datetime(2024, 10, 28, 9, 0, tzinfo=SHANGHAI)
"""The moment that tests pass in: October is open for entry, September is locked."""
PASSWORD = "tests-only-ungeheim"


def make_person(username: str, *grants: tuple[Role, str]) -> Person:
    """Return a person with roles at unions, named by their short names."""
    person = Person.objects.create_user(
        username=username, name=f"测试·{username}", password=PASSWORD
    )
    for role, short_name in grants:
        union = Union.objects.get(short_name=short_name)
        Membership.objects.create(person=person, union=union, role=role)
    return person


def access_to(person: Person, at: datetime = NOW) -> Access:
    """Return what a person may do at a moment."""
    return access_of(person_id=person.pk, at=at)


def signed_in(person: Person) -> Client:
    """Return a browser-like client with a session of the person."""
    client = Client()
    client.force_login(person)
    return client


@dataclass(frozen=True)
class People:
    """``reporter`` and ``colleague`` work for 万州区, ``stranger`` for 江北区.

    ``approver`` and ``approved_reporter`` are 涪陵区's (it has an approver);
    ``officer`` reviews and ``department_reporter`` reports for 基层组织建设部门;
    ``other_officer`` is of another department; ``nobody`` has no role.
    """

    reporter: Person
    colleague: Person
    stranger: Person
    approved_reporter: Person
    approver: Person
    officer: Person
    other_officer: Person
    department_reporter: Person
    leader: Person
    auditor: Person
    administrator: Person
    nobody: Person


def make_people() -> People:
    """Create everybody."""
    lead, other = "基层组织建设部门（示例）", "职工服务部门（示例）"
    city = "市总工会"
    return People(
        reporter=make_person("reporter", (Role.REPORTER, "万州区")),
        colleague=make_person("colleague", (Role.REPORTER, "万州区")),
        stranger=make_person("stranger", (Role.REPORTER, "江北区")),
        approved_reporter=make_person("approved", (Role.REPORTER, "涪陵区")),
        approver=make_person("approver", (Role.APPROVER, "涪陵区")),
        officer=make_person("officer", (Role.OFFICER, lead)),
        other_officer=make_person("other-officer", (Role.OFFICER, other)),
        department_reporter=make_person("department", (Role.REPORTER, lead)),
        leader=make_person("leader", (Role.LEADER, city)),
        auditor=make_person("auditor", (Role.AUDITOR, city)),
        administrator=make_person("administrator", (Role.ADMINISTRATOR, city)),
        nobody=make_person("nobody"),
    )


@pytest.fixture
def people(plan) -> People:
    """Return everybody, in a database that holds the 2024 plan."""
    return make_people()


@pytest.fixture
def autumn_2024(plan) -> Installation:
    """Set the portal's clock to NOW (and running on), as a demonstration's is."""
    installation, _created = Installation.objects.update_or_create(
        pk=1,
        defaults={
            "mode": InstallationMode.DEMONSTRATION,
            "clock_offset": NOW - datetime.now(SHANGHAI),
        },
    )
    return installation
