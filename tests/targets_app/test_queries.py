"""Where a plan's year stands on a day, and which pace is in force."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from targets_app.enums import PaceKind
from targets_app.models import PaceCurve
from targets_app.queries import pace_of, paces_in_force, periods_now
from targets_app.rules import Pace
from tests.factories import target_called
from unionplan.lib.dates import local_date

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "display", "checkpoint"),
    [
        (date(2023, 12, 31), None, None),
        (date(2024, 1, 24), None, None),
        (date(2024, 1, 25), 1, None),
        (date(2024, 2, 5), 1, None),
        (date(2024, 2, 6), 1, 1),
        (date(2024, 10, 24), 9, 9),
        (date(2024, 10, 25), 10, 9),
        (date(2024, 11, 5), 10, 9),
        (date(2024, 11, 6), 10, 10),
        (date(2025, 1, 5), 12, 11),
        (date(2025, 1, 6), 12, 12),
        (date(2026, 1, 1), 12, 12),
    ],
)
def test_where_the_year_stands(plan, day, display, checkpoint):
    now = periods_now(plan_id=plan.pk, today=day)

    assert [period.number for period in now.periods] == list(range(1, 13))
    assert (now.display.number if now.display else None) == display
    assert (now.checkpoint.number if now.checkpoint else None) == checkpoint


@pytest.mark.parametrize(
    ("moment", "checkpoint"),
    [
        # What is due on the 5th of November may come until midnight in Shanghai.
        (datetime(2024, 11, 5, 15, 59, 59, tzinfo=UTC), 9),
        (datetime(2024, 11, 5, 16, 0, tzinfo=UTC), 10),
    ],
)
def test_the_checkpoint_moves_at_midnight_in_shanghai(plan, moment, checkpoint):
    now = periods_now(plan_id=plan.pk, today=local_date(moment))

    assert now.checkpoint.number == checkpoint


def test_the_year_costs_one_query(plan, django_assert_num_queries):
    with django_assert_num_queries(1):
        periods_now(plan_id=plan.pk, today=date(2024, 10, 28))


def test_a_stored_curve_is_read_exactly():
    curve = PaceCurve(kind=PaceKind.CUSTOM, shares=["0", "33.3", *["100"] * 10])

    assert pace_of(curve) == Pace(
        kind="custom", shares=(Decimal(0), Decimal("33.3"), *[Decimal(100)] * 10)
    )
    assert pace_of(PaceCurve(kind=PaceKind.STEP, due_month=10)) == Pace(
        kind="step", due_month=10
    )


def test_the_newest_effective_curve_of_each_target_is_in_force(
    plan, django_assert_num_queries
):
    target = target_called("新建渝工港湾")
    PaceCurve.objects.create(
        target=target,
        version=2,
        effective_on=date(2024, 7, 1),
        kind=PaceKind.STEP,
        due_month=11,
    )

    before = paces_in_force(plan_id=plan.pk, on=date(2024, 6, 30))
    with django_assert_num_queries(1):
        after = paces_in_force(plan_id=plan.pk, on=date(2024, 7, 1))

    assert before[target.pk].kind == PaceKind.LINEAR
    assert after[target.pk] == Pace(kind="step", due_month=11)
    assert len(before) == len(after) == 76
