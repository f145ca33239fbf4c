"""Reading marks: a visit lasts some hours, and the one before it is remembered."""

from datetime import timedelta

import pytest

from tests.people import NOW
from unions_app.actions import note_visit
from unions_app.models import Visit
from unions_app.rules import VISIT

HOUR = timedelta(hours=1)


def note(people, at):
    return note_visit(person_id=people.leader.pk, at=at)


def test_on_the_first_visit_there_was_none_before(people):
    assert note(people, NOW) is None
    assert note(people, NOW + HOUR) is None


def test_a_later_visit_tells_since_the_one_before_and_goes_on_telling(people):
    note(people, NOW)
    later = NOW + VISIT

    assert note(people, later) == NOW
    assert note(people, later + HOUR) == NOW
    assert note(people, later + VISIT) == later
    assert Visit.objects.count() == 1


def test_each_person_has_a_mark_of_their_own(people):
    note(people, NOW)

    assert note_visit(person_id=people.auditor.pk, at=NOW + VISIT) is None
    assert note(people, NOW + VISIT) == NOW


def test_a_clock_that_was_set_back_begins_anew(people):
    note(people, NOW)

    assert note(people, NOW - HOUR) is None
    assert note(people, NOW - HOUR + VISIT) == NOW - HOUR


def test_reading_on_costs_one_query_and_writes_nothing(
    people, django_assert_num_queries
):
    note(people, NOW)

    with django_assert_num_queries(1):
        note(people, NOW + HOUR)


@pytest.mark.parametrize("hours", [0, 1, 3])
def test_within_hours_it_is_the_same_visit(people, hours):
    note(people, NOW)
    note(people, NOW + hours * HOUR)

    assert Visit.objects.get().began_at == NOW
