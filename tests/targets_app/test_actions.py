"""Shares of a target: dated rows, never overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from targets_app.actions import set_quotas
from targets_app.models import Quota
from tests.factories import target_called, union_called
from tests.people import NOW, make_person
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(plan):
    return target_called("新建渝工港湾")


def share(target, amounts, on, *, person=None):
    set_quotas(
        target=target,
        amounts={union_called(name).pk: Decimal(n) for name, n in amounts.items()},
        effective_on=on,
        reason="年中调整",
        person_id=person.pk if person else None,
        at=NOW,
    )


def test_a_change_is_a_new_row(target):
    share(target, {"万州区": 12, "江北区": 8}, date(2024, 1, 1))
    share(target, {"万州区": 15}, date(2024, 7, 1))

    wanzhou = Quota.objects.filter(union__short_name="万州区")
    assert [(q.effective_on, q.amount) for q in wanzhou.order_by("effective_on")] == [
        (date(2024, 1, 1), 12),
        (date(2024, 7, 1), 15),
    ]
    assert wanzhou.in_force(date(2024, 6, 30)).get().amount == 12
    assert wanzhou.in_force(date(2024, 7, 1)).get().amount == 15


def test_the_trail_tells_the_shares(target):
    person = make_person("planner")
    share(target, {"万州区": "12.50"}, date(2024, 1, 1), person=person)

    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("quotas.set", f"target:{target.pk}")
    assert event.person == person
    assert event.detail == {
        "effective_on": "2024-01-01",
        "amounts": {str(union_called("万州区").pk): "12.5"},
    }


@pytest.mark.parametrize("amounts", [{"万州区": 13}, {"江北区": 8, "万州区": -1}])
def test_a_day_has_one_share_and_no_share_is_negative(target, amounts):
    share(target, {"万州区": 12}, date(2024, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        share(target, amounts, date(2024, 1, 1))

    assert [quota.amount for quota in Quota.objects.all()] == [12]
    assert AuditEvent.objects.count() == 1
