"""What is read of a bridge: sentences, rows and bars that add up as they are shown."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports_app.enums import Cause
from reports_app.queries.bridges import Bridge, bridge_of
from reports_app.queries.measures import Measure, change_told
from reports_app.queries.tellings import ROWS, figures_told, shares_told
from reports_app.queries.waterfalls import sentence_of, waterfall_of
from tests import factories
from tests.people import NOW
from tests.unions_app.test_rewind import change

HAVENS, RATE, STAGE = "新建渝工港湾", "建会率", "实名制管理"
UNIONS = (
    *("万州区", "江北区", "南岸区", "渝中区", "巴南区", "北碚区"),
    *("黔江区", "长寿区", "江津区", "合川区", "永川区"),
)


@pytest.fixture
def report(people):
    """Return what posts figures of a union for a month, in time."""

    def posted(union, typed, number=9):
        factories.accepted(union, people.reporter, people.officer, typed, number=number)

    return posted


def asked(plan, name=HAVENS, before="2024-08-31", after="2024-09-30") -> Bridge:
    return bridge_of(
        target=factories.target_called(name),
        union=factories.union_called("市总工会"),
        plan=plan,
        before=factories.past(before),
        after=factories.past(after),
    )


def test_a_quantity_in_its_unit(report, plan):
    report("万州区", {HAVENS: {"quantity": "1200"}}, 8)
    report("江北区", {HAVENS: {"quantity": "30"}})

    telling = figures_told(asked(plan))

    assert sentence_of(telling) == (
        "1,200 个 → 1,230 个（+30 个）：江北区按期报送 +30。"
    )
    assert sentence_of(shares_told(asked(plan))) == (
        "300% → 307.5%（+7.5 个百分点）：江北区按期报送 +7.5。"
    )
    assert (telling.has_ways, telling.causes) == (False, (("按期报送", 30),))


def test_a_rate_in_points_by_its_counts(report, plan):
    report("万州区", {RATE: {"numerator": "60", "denominator": "100"}}, 8)
    report("万州区", {RATE: {"numerator": "62", "denominator": "110"}})

    telling = figures_told(asked(plan, RATE))

    assert sentence_of(telling) == (
        "60% → 56.36%（−3.64 个百分点）：万州区新一期数据 −3.64。"
    )
    [part] = telling.parts
    assert (part.steps, sum(part.ways)) == (-364, -364)
    assert part.ways == telling.ways
    assert (part.ways[0] > 0, part.ways[1] < 0, part.ways[2]) == (True, True, 0)


def test_many_parts_are_folded_and_still_add_up(report, plan):
    report("万州区", {RATE: {"numerator": "60", "denominator": "100"}}, 8)
    for number, union in enumerate(UNIONS, 3):
        typed = {"numerator": str(number), "denominator": str(3 * number + 1)}
        report(union, {RATE: typed})

    telling = figures_told(asked(plan, RATE))

    assert len(telling.parts) == ROWS + 1
    assert telling.parts[-1].label == "其余 3 项"
    assert sum(part.steps for part in telling.parts) == telling.steps
    assert sum(steps for _label, steps in telling.causes) == telling.steps
    assert sum(telling.ways) == telling.steps
    assert "，其余 8 项 " in sentence_of(telling)


def test_nothing_known_and_nothing_changed(plan):
    bridge = asked(plan)

    assert sentence_of(figures_told(bridge)) == "未报 → 未报，没有变化。"
    assert change_told(bridge.before, bridge.after) == ""


def test_a_milestone_counts_who_is_done(report, plan):
    report("万州区", {STAGE: {"stage": "under_way"}}, 8)
    report("万州区", {STAGE: {"stage": "done"}})

    bridge = asked(plan, STAGE)

    assert sentence_of(figures_told(bridge)) == (
        "0 家 → 1 家（+1 家）：万州区新一期数据 +1。"
    )
    assert shares_told(bridge) is None
    assert change_told(bridge.before, bridge.after) == "+1 家"


def test_another_amount_is_told_of_the_achievement(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    target = factories.target_called(HAVENS)
    change(target, amount=Decimal(500), at=NOW + timedelta(hours=1))

    bridge = asked(plan, before="2024-10-20", after="2024-10-30")

    assert figures_told(bridge).parts == ()
    assert sentence_of(shares_told(bridge)) == (
        "5% → 4%（−1 个百分点）：目标值调整 −1。"
    )


def test_the_waterfall_goes_from_one_figure_to_the_other(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    report("江北区", {HAVENS: {"quantity": "7"}})

    chart = waterfall_of(figures_told(asked(plan)))

    assert chart == {
        "bars": [
            {"name": "此前", "from": "0", "to": "20", "text": "20 个"},
            {"name": "江北区按期报送", "from": "20", "to": "27", "text": "+7"},
            {"name": "此后", "from": "0", "to": "27", "text": "27 个"},
        ],
        "isPercent": False,
    }


@given(number=st.fractions(-5, 5, max_denominator=999))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_steps_are_the_last_place_shown(number):
    measure = Measure(True, 2, "")

    assert measure.steps(number) == number * 10_000
    assert measure.number(int(measure.steps(Fraction(1, 4)))) == 25


@pytest.mark.parametrize(
    ("steps", "text"), [(-90, "−0.9"), (30, "+0.3"), (0, "0")], ids=str
)
def test_a_difference_has_its_sign(steps, text):
    assert Measure(True, 2, "").difference(steps) == text


def test_every_cause_has_a_word():
    assert len({str(cause.label) for cause in Cause}) == len(Cause)
