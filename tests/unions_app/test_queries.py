"""Reads about the installation, people and unions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import NOW, access_to, make_person
from unions_app.enums import InstallationMode, Role
from unions_app.models import Installation, Membership, Person, Union
from unions_app.queries import (
    access_of,
    current_installation,
    municipal_federation,
    own_unions,
    person_id_named,
    portal_time,
    union_for,
)
from unions_app.rules import Access, Grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan")]


def union(short_name):
    return Union.objects.get(short_name=short_name)


def test_a_database_of_which_nothing_was_said_is_real():
    assert current_installation().is_demonstration is False


def test_a_declared_demonstration_says_so(autumn_2024):
    assert current_installation().is_demonstration is True


@pytest.mark.parametrize(
    ("offset", "moment"),
    [(None, NOW), (timedelta(days=-700), NOW - timedelta(days=700))],
)
def test_only_a_demonstration_has_a_clock_of_its_own(offset, moment):
    installation = Installation(
        mode=InstallationMode.DEMONSTRATION, clock_offset=offset
    )

    assert portal_time(installation=installation, at=NOW) == moment


def test_access_is_what_the_memberships_say(people):
    person = make_person("both", (Role.REPORTER, "万州区"), (Role.APPROVER, "涪陵区"))

    assert access_to(person) == Access(
        person_id=person.pk,
        grants=frozenset(
            {
                Grant(Role.REPORTER, union("万州区").pk),
                Grant(Role.APPROVER, union("涪陵区").pk),
            }
        ),
    )
    assert access_to(people.nobody) == Access(person_id=people.nobody.pk)


@pytest.mark.parametrize(
    ("moment", "is_held"),
    [
        # The post runs from the 1st to the 31st of October, days of Shanghai.
        (datetime(2024, 9, 30, 15, 59, tzinfo=UTC), False),
        (datetime(2024, 9, 30, 16, 0, tzinfo=UTC), True),
        (datetime(2024, 10, 31, 15, 59, tzinfo=UTC), True),
        (datetime(2024, 10, 31, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_post_is_held_from_its_first_day_to_the_end_of_its_last(moment, is_held):
    person = make_person("for-a-month", (Role.REPORTER, "万州区"))
    Membership.objects.filter(person=person).update(
        starts_on=date(2024, 10, 1), ends_on=date(2024, 10, 31)
    )

    held = access_of(person_id=person.pk, at=moment).has(Role.REPORTER)

    assert held is is_held


def test_reading_access_costs_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        access_to(people.officer)


def test_the_federation_is_the_root():
    assert municipal_federation().short_name == "市总工会"
    assert municipal_federation().parent_id is None


def test_another_union_does_not_exist_for_a_district(people):
    own = access_to(people.reporter)

    assert union_for(own, union("万州区").pk) == union("万州区")
    with pytest.raises(Union.DoesNotExist):
        union_for(own, union("江北区").pk)
    with pytest.raises(Union.DoesNotExist):
        union_for(own, union("市总工会").pk)


@pytest.mark.parametrize("who", ["officer", "leader", "auditor", "administrator"])
def test_the_city_sees_every_union(people, who):
    access = access_to(getattr(people, who))

    assert set(Union.objects.visible_to(access)) == set(Union.objects.all())


def test_nobody_sees_no_union(people):
    assert not Union.objects.visible_to(access_to(people.nobody)).exists()
    assert not Union.objects.visible_to(Access()).exists()


def test_own_unions_come_in_official_order():
    person = make_person(
        "several",
        (Role.REPORTER, "江北区"),
        (Role.APPROVER, "涪陵区"),
        (Role.REPORTER, "万州区"),
        (Role.LEADER, "市总工会"),
    )

    found = [one.short_name for one in own_unions(access_to(person))]

    official = Union.objects.filter(short_name__in=("江北区", "涪陵区", "万州区"))
    assert found == list(official.values_list("short_name", flat=True))


def test_a_name_is_found_in_any_case_of_letters():
    person = Person.objects.create_user("Clerk", name="测试")

    assert person_id_named("cLERK") == person.pk
    assert person_id_named("clerk2") is None
