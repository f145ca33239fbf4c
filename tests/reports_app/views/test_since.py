"""What the cockpit says of the time since somebody's last visit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import accepted
from tests.people import NOW, signed_in
from tests.reports_app.keeping import keeps
from tests.reports_app.views.test_cockpit import text_of
from unions_app.actions import note_visit
from unions_app.models import Visit
from unions_app.rules import VISIT

__all__ = ["keeps"]

HAVENS = "新建渝工港湾"


def get(person, **query):
    return text_of(signed_in(person).get(reverse("cockpit"), query))


def visited(person, *, at=NOW - VISIT - timedelta(hours=1)):
    """Let a person have been here at a moment, before their present visit."""
    note_visit(person_id=person.pk, at=at)
    Visit.objects.filter(person=person).update(began_at=at)


def post(people, union, quantity):
    typed = {HAVENS: {"quantity": quantity}}
    accepted(union, people.stranger, people.officer, typed, number=9)


@pytest.fixture
def earlier(people, autumn_2024):
    """Let the leader have been here before anything was posted (25 September)."""
    visited(people.leader, at=NOW - timedelta(days=40))
    return people


def test_on_a_first_visit_it_says_nothing(people, autumn_2024):
    page = get(people.leader)

    assert "上次查看以来" not in page
    assert Visit.objects.filter(person=people.leader).exists()


def test_where_nothing_happened_it_says_so_in_a_line(people, autumn_2024):
    visited(people.leader)

    told = "自 2024年10月28日 04:00 上次查看以来，没有新的入账，灯没有变化。"
    assert told in get(people.leader)


def test_a_moved_light_is_told_with_what_moved_it(earlier):
    post(earlier, "万州区", "400")

    page = get(earlier.leader)

    assert "自 2024年9月18日 09:00：入账 1 笔；" in page
    assert "的灯变了" in page
    assert HAVENS in page
    told = page[page.index("上次查看以来") : page.index("五大任务领域")]
    assert f"{HAVENS} 未报达标" in told
    assert "未报 → 400 个（+400 个）：万州区按期报送 +400。" in told


def test_it_leads_to_the_same_two_moments_compared(earlier):
    post(earlier, "万州区", "400")
    client = signed_in(earlier.leader)
    page = client.get(reverse("cockpit")).content.decode()

    address = f"{reverse('compare')}?from=2024-09-18T08:59"
    assert f"{address}&amp;changed=1" in page
    assert client.get(address).status_code == 200


def test_a_past_moment_neither_tells_nor_marks_it(earlier):
    began = Visit.objects.get(person=earlier.leader).began_at

    assert "上次查看以来" not in get(earlier.leader, as_of="2024-10-01")
    assert Visit.objects.get(person=earlier.leader).began_at == began


def test_each_person_is_told_of_their_own_time(earlier, keeps):
    post(earlier, "万州区", "400")
    get(earlier.leader)

    assert "上次查看以来" not in get(earlier.auditor)


def test_more_reports_cost_no_more_queries(earlier):
    client = signed_in(earlier.leader)
    costs = []
    for union in ("江北区", "巴南区"):
        post(earlier, union, "200")
        client.get(reverse("cockpit"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cockpit"))
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= 50
