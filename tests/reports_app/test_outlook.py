"""What stands beside a city figure: from the ledger and the roll-ups, as on a page."""

from datetime import date
from fractions import Fraction

import pytest

from reports_app.enums import ForecastBasis, NoForecast
from reports_app.queries.outlook import Outlook
from reports_app.queries.targets import target_for, target_page
from reports_app.rules.ratios import Bounds
from targets_app.models import Target
from tests.factories import accepted, past, present_on, target_called, union_called
from unions_app.models import Union

TODAY = date(2024, 10, 28)
HAVENS, RATE = "新建渝工港湾", "建会率"
AWARDS, HELD = "市级优秀“五小”项目", "参加互助保障的职工"
CITY_EVENTS, PUBLICITY = "全市性职工文体活动", "宣传教育部门（示例）"


@pytest.fixture
def report(people):
    """Return what posts a figure of a union for a month."""

    def posted(union: str, name: str, typed: dict[str, str], number: int = 9):
        accepted(union, people.reporter, people.officer, {name: typed}, number=number)

    return posted


def counts(numerator: int, denominator: int) -> dict[str, str]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def outlook(name: str, on: date = TODAY) -> Outlook:
    target = target_for(target_called(name).pk)
    return target_page(target=target, as_of=present_on(on), by_progress=False).outlook


def test_a_milestone_has_none(plan):
    assert outlook("大抓基层三年行动") is None


def test_before_the_first_due_day_nothing_is_told(plan):
    found = outlook(RATE, date(2024, 1, 28))

    assert found.periods == ()
    assert (found.upkeep, found.bounds, found.denominators) == (None, None, None)
    assert found.refusal == NoForecast.NOT_DUE.label


def test_a_kept_up_rate_is_tested_in_every_period_past_its_due_day(report):
    for number, numerator in ((6, 90), (7, 80), (9, 84), (10, 86)):
        report("万州区", RATE, counts(numerator, 100), number)

    found = outlook(RATE).upkeep

    assert found.level == Fraction(86, 100)
    assert (found.periods, found.below, found.unknown) == (9, 2, 6)
    assert (found.longest_run, found.longest_possible) == (1, 5)


def test_other_rates_and_figures_are_not_tested(report):
    name = "就业人群密集地区小三级工会覆盖率"
    report("万州区", name, counts(1, 2))
    report("万州区", HAVENS, {"quantity": "1"})

    assert outlook(name).upkeep is None
    assert outlook(name).denominators.share == 1
    assert outlook(HAVENS).upkeep is None
    assert outlook(HAVENS).denominators is None


def test_a_ratio_with_carried_units_has_bounds(report):
    report("万州区", RATE, counts(170, 200), 9)
    report("江北区", RATE, counts(50, 100), 8)

    assert outlook(RATE).bounds == Bounds(
        lowest=Fraction(170, 300),
        highest=Fraction(270, 300),
        carried=1,
        expired=0,
        unknown=44,
    )


def test_a_unit_past_the_carry_limit_still_has_a_denominator(report):
    report("万州区", RATE, counts(170, 200), 9)
    report("江北区", RATE, counts(50, 100), 3)

    found = outlook(RATE)

    assert found.bounds == Bounds(
        lowest=Fraction(170, 300),
        highest=Fraction(270, 300),
        carried=0,
        expired=1,
        unknown=44,
    )
    assert (found.denominators.reported, found.denominators.known) == (200, 300)
    assert found.denominators.unknown == 44


def test_who_says_there_is_no_such_thing_is_not_missing(report):
    report("万州区", RATE, counts(170, 200))
    absent = {"presence": "not_applicable", "reason": "没有"}
    report("江北区", RATE, absent)

    assert outlook(RATE).bounds.unknown == 44


def test_the_open_period_changes_nothing_of_the_checkpoints(report):
    report("万州区", RATE, counts(170, 200), 9)
    before = outlook(RATE)
    report("江北区", RATE, counts(50, 100), 10)

    assert outlook(RATE).bounds == before.bounds
    assert outlook(RATE).denominators == before.denominators


def test_a_union_above_another_is_not_counted_with_it(report):
    report("万州区", RATE, counts(170, 200), 9)
    report("江北区", RATE, counts(50, 100), 9)
    Union.objects.filter(pk=union_called("江北区").pk).update(
        parent=union_called("万州区")
    )

    assert outlook(RATE).denominators.reported == 300


def test_a_closed_union_is_not_awaited(report):
    report("万州区", RATE, counts(170, 200), 9)
    report("江北区", RATE, counts(50, 100), 3)
    Union.objects.filter(pk=union_called("江北区").pk).update(
        closed_on=date(2024, 8, 31)
    )

    found = outlook(RATE)

    assert (found.bounds.expired, found.bounds.unknown) == (0, 44)
    assert found.denominators.known == 200


def test_a_flow_that_is_reported_has_a_forecast(report):
    for number in range(1, 10):
        report(PUBLICITY, CITY_EVENTS, {"quantity": "2"}, number)

    found = outlook(CITY_EVENTS)

    assert found.forecast.amount == 24
    assert found.forecast.share == Fraction(24, 20)
    assert found.forecast.basis == ForecastBasis.MONTHLY
    assert (found.forecast.month, found.forecast.coverage) == (9, 1)
    assert found.refusal == ""


@pytest.mark.parametrize(
    ("name", "typed", "months", "reason"),
    [
        (HAVENS, {"quantity": "1"}, [8, 9], NoForecast.LOW_COVERAGE),
        (HELD, {"quantity": "1"}, [9], NoForecast.TOO_FEW_PERIODS),
        (AWARDS, {"quantity": "1"}, [], NoForecast.NOT_DUE),
        (RATE, counts(1, 2), [8, 9], NoForecast.LOW_COVERAGE),
    ],
)
def test_why_there_is_no_forecast(report, name, typed, months, reason):
    for number in months:
        report("万州区", name, typed, number)

    found = outlook(name)

    assert (found.forecast, found.refusal) == (None, reason.label)


def test_without_a_pace_nothing_is_kept_up_or_forecast(report):
    report("万州区", RATE, counts(1, 2))
    Target.objects.get(name=RATE).pace_curves.all().delete()

    found = outlook(RATE)

    assert found.upkeep is None
    assert found.refusal == NoForecast.NOT_DUE.label


def test_the_outlook_of_a_past_moment_is_what_was_known_then(report):
    report("万州区", RATE, counts(80, 100), 8)
    report("万州区", RATE, counts(90, 100), 9)
    report("江北区", RATE, counts(70, 70), 8)
    target = target_for(target_called(RATE).pk)

    # By the second posting, in late September, August was the last period due.
    page = target_page(target=target, as_of=past("2"), by_progress=False)

    found = page.outlook
    assert (found.periods[-1].number, len(found.periods)) == (8, 8)
    assert (found.upkeep.below, found.upkeep.unknown) == (1, 7)
    assert (found.denominators.known, found.denominators.unknown) == (100, 45)
    assert found.bounds.unknown == 45
