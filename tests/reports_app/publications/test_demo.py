"""The demonstration's circulars: published once, by the usual action."""

import pytest
from django.core.management import call_command

from reports_app.models import Publication
from reports_app.queries.replays import replayed
from tests.reports_app.publications.making import published

pytestmark = pytest.mark.django_db


def test_two_quarters_are_published_once(posted, autumn_2024):
    for _each in range(2):
        call_command("publish_demo")

    rows = Publication.objects.order_by("number")
    assert [row.number for row in rows] == [1, 2]
    assert all(row.is_demonstration and replayed(row).agrees for row in rows)


def test_a_real_portal_gets_none(posted):
    call_command("publish_demo")

    assert not Publication.objects.exists()


def test_what_somebody_published_is_left_alone(posted, autumn_2024):
    published(posted.administrator)
    call_command("publish_demo")

    assert Publication.objects.count() == 1
