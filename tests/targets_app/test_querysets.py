"""Filters over targets, their versions, quotas and periods."""

from datetime import date
from decimal import Decimal

import pytest

from targets_app.models import (
    PaceCurve,
    Quota,
    ReportingPeriod,
    Target,
    TargetDefinition,
)
from targets_app.rules import owes, period_state
from unions_app.models import Union

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(plan):
    return Target.objects.get(code="4.1.2-1")


def test_owed_by_agrees_with_the_rule_for_every_union_and_target(plan):
    targets = list(Target.objects.all())
    unions = list(Union.objects.all())
    assert len(targets) * len(unions) == 76 * 56

    for union in unions:
        owed = Target.objects.owed_by(union_id=union.pk, union_kind=union.kind)
        by_rule = {
            target.pk
            for target in targets
            if owes(
                source=target.source,
                territorial_only=target.territorial_only,
                lead_department_id=target.lead_department_id,
                union_id=union.pk,
                union_kind=union.kind,
            )
        }

        assert set(owed.values_list("pk", flat=True)) == by_rule, union.name


def test_numeric_and_milestones_part_the_targets(plan):
    numeric = set(Target.objects.numeric())
    milestones = set(Target.objects.milestones())

    assert numeric | milestones == set(Target.objects.all())
    assert not numeric & milestones


@pytest.mark.parametrize("model", [TargetDefinition, PaceCurve])
@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 1),
        (date(2024, 5, 31), 1),
        (date(2024, 6, 1), 2),
        (date(2024, 12, 31), 2),
    ],
)
def test_the_version_in_force_is_the_latest_effective_one(target, model, day, version):
    rest = {"text": "新口径"} if model is TargetDefinition else {"kind": "linear"}
    model.objects.create(
        target=target, version=2, effective_on=date(2024, 6, 1), **rest
    )

    found = model.objects.filter(target=target).in_force(day).first()

    assert (found.version if found else None) == version


def test_every_target_keeps_one_version_in_force(target):
    TargetDefinition.objects.create(
        target=target, version=2, effective_on=date(2024, 6, 1), text="新口径"
    )

    in_force = TargetDefinition.objects.in_force(date(2024, 7, 1))

    assert in_force.count() == 76
    assert in_force.get(target=target).version == 2


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2024, 2, 29), None),
        (date(2024, 3, 1), Decimal(12)),
        (date(2024, 8, 31), Decimal(12)),
        (date(2024, 9, 1), Decimal(15)),
    ],
)
def test_past_achievement_keeps_the_quota_then_in_force(target, day, amount):
    wanzhou, fuling = Union.objects.filter(
        short_name__in=("万州区", "涪陵区")
    ).order_by("-name")
    for quota, on in ((12, date(2024, 3, 1)), (15, date(2024, 9, 1))):
        Quota.objects.create(
            target=target, union=wanzhou, amount=quota, effective_on=on
        )
    Quota.objects.create(
        target=target, union=fuling, amount=9, effective_on=date(2024, 1, 1)
    )

    found = {quota.union: quota.amount for quota in Quota.objects.in_force(day)}

    assert found == {fuling: Decimal(9)} | ({wanzhou: amount} if amount else {})


@pytest.mark.parametrize(
    "day", [date(2024, 1, 1), date(2024, 10, 28), date(2025, 2, 1)]
)
def test_periods_on_a_day_agree_with_the_rule(plan, day):
    states = {
        period: period_state(
            opens_on=period.opens_on,
            due_on=period.due_on,
            locks_on=period.locks_on,
            today=day,
        )
        for period in ReportingPeriod.objects.all()
    }

    def with_state(*wanted):
        return {period for period, state in states.items() if state in wanted}

    opened = ("open", "overdue", "locked")
    assert set(ReportingPeriod.objects.opened(day)) == with_state(*opened)
    assert set(ReportingPeriod.objects.past_due(day)) == with_state("overdue", "locked")
    assert set(ReportingPeriod.objects.unlocked(day)) == with_state("open", "overdue")
