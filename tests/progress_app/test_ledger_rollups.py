"""Stored sums against the oracle, for any order of acceptance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_app.actions.rollups import rebuild_rollups, roll_up_marked
from progress_app.enums import EntryState, Stage
from progress_app.models import Entry, Posting, Rollup, RollupMark
from progress_app.queries.ledger import figure_of
from progress_app.queries.positions import (
    all_positions,
    cells_by_union,
    differences,
    grounds_for,
    position_of,
    replay,
)
from targets_app.models import Quota, ReportingPeriod, Target
from tests import factories
from tests.progress_app import oracle
from unions_app.models import Union

pytestmark = pytest.mark.django_db
HAVENS, INSURED, RATE, STAGE = (
    "新建渝工港湾",
    "参加互助保障的职工",
    "建会率",
    "实名制管理",
)
TARGETS = (HAVENS, INSURED, RATE, STAGE)
UNIONS = ("万州区", "开州区", "江北区", "渝中区", "机械冶金")
MONTHS = (7, 8, 9, 10)
CITY = "市总工会"
YEAR = range(1, 13)
NOTE = {"note": "已核对"}


@pytest.fixture
def deeper(people):
    """Put 开州区 below 万州区, close 渝中区 in October, give shares from September.

    What 渝中区 still tells of October is not expected of it.

    One early figure of another union stands already, so that sums are there to climb.
    """
    wanzhou = factories.union_called("万州区")
    Union.objects.filter(short_name="开州区").update(parent=wanzhou)
    Union.objects.filter(short_name="渝中区").update(closed_on=date(2024, 10, 15))
    for name in (HAVENS, INSURED):
        Quota.objects.create(
            target=factories.target_called(name),
            union=wanzhou,
            amount=Decimal(9),
            effective_on=date(2024, 9, 1),
        )
    early = {
        HAVENS: {"quantity": "7"},
        INSURED: {"quantity": "7"},
        RATE: {"numerator": "7", "denominator": "9"},
        STAGE: {"stage": "under_way"},
    }
    factories.accepted("南岸区", people.stranger, people.officer, early, number=6)
    return people


small = st.integers(0, 30)
counts = st.tuples(small, small).map(sorted)
typed = st.fixed_dictionaries(
    {},
    optional={
        HAVENS: small.map(lambda n: {"quantity": str(n)}),
        INSURED: small.map(lambda n: {"quantity": str(n)}),
        RATE: counts.map(lambda c: {"numerator": str(c[0]), "denominator": str(c[1])}),
        STAGE: st.sampled_from(Stage.values).map(lambda stage: {"stage": stage}),
    },
)
ABSENT = {"presence": "not_applicable", "reason": "本期无此项"}


@dataclass(frozen=True)
class Step:
    """One union's lines of one month, accepted; then perhaps a job comes by."""

    union: str
    month: int
    lines: dict[str, dict[str, str]]
    absent: str | None
    is_summed: bool


steps = st.builds(
    Step,
    union=st.sampled_from(UNIONS),
    month=st.sampled_from(MONTHS),
    lines=typed,
    absent=st.none() | st.sampled_from(TARGETS),
    is_summed=st.booleans(),
)


def lines_of(step):
    return step.lines | ({step.absent: ABSENT} if step.absent else {})


def accept(people, step):
    """Walk a step's lines to the ledger; lines accepted before are corrected."""
    lines = lines_of(step)
    if not lines:
        return
    Entry.objects.filter(
        submission__union__short_name=step.union,
        submission__period__number=step.month,
        target__name__in=lines,
    ).update(state=EntryState.RETURNED)
    factories.accepted(
        step.union,
        people.reporter,
        people.officer,
        {name: raw | NOTE for name, raw in lines.items()},
        number=step.month,
        roll_up=step.is_summed,
    )


def stored(target):
    return {
        (row.union_id, row.period.number): position_of(row)
        for row in Rollup.objects.filter(target=target).select_related("period")
    }


def summed_afresh(target):
    grounds = grounds_for([target])[target.pk]
    postings = Posting.objects.filter(target=target).current()
    found = all_positions(grounds, cells_by_union(postings, grounds.periods))
    return {
        (union, grounds.periods[i].number): position
        for (union, i), position in found.items()
    }


def oracle_says(target, names):
    """Return the oracle's positions of some unions, from the bare postings."""
    unions = {union.pk: union for union in Union.objects.all()}
    owing = [u for u in unions.values() if u.kind in ("territorial", "industrial")]
    shares = {
        quota.union_id: [quota.amount if number >= 9 else None for number in YEAR]
        for quota in Quota.objects.filter(target=target)
    }
    periods = ReportingPeriod.objects.filter(plan=target.plan_id).order_by("number")
    ends = periods.values_list("ends_on", flat=True)
    world = oracle.World(
        kind=target.kind,
        limit=target.carry_forward_periods,
        periods=12,
        parents={pk: union.parent_id for pk, union in unions.items()},
        expected=dict.fromkeys(unions, [False] * 12)
        | {u.pk: [day <= (u.closed_on or date.max) for day in ends] for u in owing},
        quotas=shares,
    )
    history = [
        oracle.Told(row.sequence, row.union_id, row.period.number - 1, figure_of(row))
        for row in Posting.objects.filter(target=target).select_related("period")
    ]
    return {
        (pk, number): oracle.position(world, history, pk, number - 1)
        for pk, union in unions.items()
        if union.short_name in names
        for number in YEAR
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(steps, min_size=1, max_size=5))
def test_any_order_of_acceptance_leads_to_the_same_sums(deeper, story):
    with transaction.atomic():
        for step in story:
            accept(deeper, step)
        roll_up_marked()

        names = {name for step in story for name in lines_of(step)}
        for target in Target.objects.filter(name__in=names):
            found = stored(target)
            assert found == summed_afresh(target)
            told = oracle_says(target, (CITY, *UNIONS))
            assert {key: found[key] for key in told} == told
        assert not RollupMark.objects.exists()
        transaction.set_rollback(True)


def history_of_havens(people, month_and_quantity):
    for number, quantity in month_and_quantity:
        accept(
            people, Step("万州区", number, {HAVENS: {"quantity": quantity}}, None, True)
        )


def city_by_month(target):
    city = factories.union_called(CITY).pk
    return {n: p.quantity for (pk, n), p in stored(target).items() if pk == city}


def test_a_late_report_and_a_correction_touch_nothing_before_them(deeper):
    target = factories.target_called(HAVENS)
    history_of_havens(deeper, [(7, "1"), (9, "4"), (10, "8")])
    before = stored(target)

    history_of_havens(deeper, [(8, "2"), (9, "16")])

    after = stored(target)
    assert {k: p for k, p in after.items() if k[1] < 8} == {
        k: p for k, p in before.items() if k[1] < 8
    }
    cumulative = city_by_month(target)
    assert [cumulative[n] for n in (6, 7, 8, 9, 10, 11)] == [7, 8, 10, 26, 34, 34]


def test_the_year_as_it_was_known_at_every_posting(deeper, plan):
    target, city = factories.target_called(HAVENS), factories.union_called(CITY)
    history_of_havens(deeper, [(9, "4"), (10, "8"), (9, "16"), (8, "2")])
    october = (target.pk, city.pk, factories.month(10).pk)

    known = [
        replay(plan_id=plan.pk, sequence=sequence)[october].quantity
        for sequence in (0, 4, 5, 6, 7, 8)
    ]

    assert known == [None, 7, 11, 19, 31, 33]
    assert differences(plan_id=plan.pk, sequence=8) == []


def test_a_spoilt_sum_is_found_and_made_good(deeper, plan):
    history_of_havens(deeper, [(9, "4")])
    spoilt = Rollup.objects.get(
        target__name=HAVENS, union__short_name=CITY, period__number=10
    )
    Rollup.objects.filter(pk=spoilt.pk).update(units_reported=3)
    Rollup.objects.filter(
        target__name=HAVENS, union__short_name="万州区", period__number=12
    ).delete()

    found = differences(plan_id=plan.pk, sequence=5)
    rebuild_rollups(plan_id=plan.pk)

    assert found == sorted(
        (spoilt.target_id, factories.union_called(name).pk, factories.month(n).pk)
        for name, n in ((CITY, 10), ("万州区", 12))
    )
    assert differences(plan_id=plan.pk, sequence=5) == []


def test_a_sum_of_nothing_is_found_and_taken_away(deeper, plan):
    history_of_havens(deeper, [(9, "4")])
    nobody = factories.union_called("财务资产部门（示例）")
    Rollup.objects.create(
        target=factories.target_called(HAVENS),
        union=nobody,
        period=factories.month(9),
        quantity=1,
    )

    found = differences(plan_id=plan.pk, sequence=5)

    assert [union_id for _target, union_id, _period in found] == [nobody.pk]

    rebuild_rollups(plan_id=plan.pk)
    assert not Rollup.objects.filter(union=nobody, quantity=1).exists()
    assert differences(plan_id=plan.pk, sequence=5) == []
