"""The whole way of a figure, from a typed text to the city's sum."""

from decimal import Decimal

import pytest

from progress_app.models import Posting, Rollup, RollupMark
from progress_app.queries.positions import differences, position_of, replay
from tests import factories
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


def city_position(target: str, number: int):
    rollup = Rollup.objects.get(
        target__name=target, union__short_name="市总工会", period__number=number
    )
    return position_of(rollup)


def test_a_typed_figure_reaches_the_city(people):
    sequences = factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "１２"}},  # noqa: RUF001
    )
    assert sequences == [1]
    posting = Posting.objects.get()
    assert posting.quantity == Decimal(12)
    assert posting.union.short_name == "万州区"
    assert city_position(HAVENS, 10).quantity == 12
    assert city_position(HAVENS, 10).units_reported == 1
    assert city_position(HAVENS, 10).units_expected == 46
    assert city_position(HAVENS, 12).quantity == 12
    assert not RollupMark.objects.exists()


def test_flows_add_over_periods_and_unions(people):
    typed = {HAVENS: {"quantity": "3"}}
    for number in (8, 9, 10):
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    factories.accepted("江北区", people.stranger, people.officer, typed)
    assert city_position(HAVENS, 8).quantity == 3
    assert city_position(HAVENS, 10).quantity == 12
    assert city_position(HAVENS, 10).units_reported == 2


def test_ratios_add_counts_not_percentages(people):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"建会率": {"numerator": "90", "denominator": "100"}},
    )
    factories.accepted(
        "江北区",
        people.stranger,
        people.officer,
        {"建会率": {"numerator": "0", "denominator": "900"}},
    )
    position = city_position("建会率", 10)
    assert (position.numerator, position.denominator) == (90, 1000)


def test_stored_sums_equal_the_ledgers_replay(people, plan):
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "5"}}, number=8
    )
    factories.accepted(
        "江北区", people.stranger, people.officer, {HAVENS: {"quantity": "0"}}, number=9
    )
    assert differences(plan_id=plan.pk, sequence=2) == []
    Rollup.objects.filter(quantity=5).update(quantity=6)
    assert differences(plan_id=plan.pk, sequence=2)


def test_replay_tells_what_was_known_then(people, plan):
    typed = {HAVENS: {"quantity": "7"}}
    factories.accepted("万州区", people.reporter, people.officer, typed)
    factories.accepted("江北区", people.stranger, people.officer, typed)
    target, city = factories.target_called(HAVENS), factories.union_called("市总工会")
    key = (target.pk, city.pk, factories.month(10).pk)
    assert replay(plan_id=plan.pk, sequence=1)[key].quantity == 7
    assert replay(plan_id=plan.pk, sequence=2)[key].quantity == 14


def test_every_step_is_in_the_audit_trail(people):
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "1"}}
    )
    told = AuditEvent.objects.order_by("sequence")
    assert [event.action for event in told] == [
        "submission.started",
        "entry.saved",
        "submission.submitted",
        "entry.accepted",
    ]
    assert [event.sequence for event in told] == [1, 2, 3, 4]
