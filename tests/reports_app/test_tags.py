"""How standings are shown."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from progress_app.enums import Light, Stage
from progress_app.models import Posting
from progress_app.queries.ledger import LedgerState
from progress_app.rules.lights import achieved_share
from progress_app.rules.rollup import Position
from reports_app.queries.standing import Coverage, Standing
from reports_app.rules.standings import level
from reports_app.templatetags import standings as tags
from targets_app.models import Target
from targets_app.rules import Pace
from unions_app.models import Union

HAVENS = Target(kind="flow", unit="items", amount=Decimal(400), comparator="planned")
CARE = Target(
    kind="flow", unit="participations", amount=Decimal(200000), comparator="at_least"
)
RATE = Target(
    kind="ratio",
    unit="percent",
    amount=Decimal(85),
    comparator="at_least",
    strength="aspirational",
    numerator_name="已建会单位数",
)


def standing_of(target: Target, position: Position, **known: object) -> Standing:
    achieved = achieved_share(kind=target.kind, goal=target.amount, position=position)
    return Standing(
        **{
            "target": target,
            "union": Union(),
            "position": position,
            "coverage": Coverage(1, 1),
            "open_coverage": None,
            "stale": 0,
            "goal": target.amount,
            "expected": Fraction(3, 4),
            "achieved": achieved,
            "level": level(position),
            "light": Light.BEHIND,
            "shortfall": None,
            "stage": None,
        }
        | known
    )


def words(html: str) -> str:
    return strip_tags(html)


def test_a_figure_stands_in_its_unit():
    row = standing_of(CARE, Position(quantity=Decimal("1234567.0000")))

    assert words(tags.figure(row)) == "1,234,567人次"


def test_a_rate_is_never_shown_as_reached_before_it_is():
    position = Position(numerator=Decimal(84999), denominator=Decimal(100000))
    row = standing_of(RATE, position, expected=Fraction(1))

    assert words(tags.figure(row)) == "84.99%"
    assert tags.percent(row.achieved, row.deciding_share) == "99.99%"


def test_just_below_the_pace_is_not_the_pace():
    row = standing_of(HAVENS, Position(quantity=Decimal("299.999")))

    assert tags.percent(row.achieved, row.deciding_share) == "74.99%"


def test_more_than_the_goal_is_shown_as_such():
    row = standing_of(HAVENS, Position(quantity=Decimal(840)))

    assert tags.percent(row.achieved, row.deciding_share) == "210%"
    assert 'width="100"' in tags.bar_of(row)


def test_what_nobody_told_is_said_and_is_no_zero():
    row = standing_of(HAVENS, Position())

    assert words(tags.figure(row)) == "未报"
    assert tags.percent(row.achieved, row.deciding_share) == "—"
    assert tags.percent(Fraction(0)) == "0%"
    assert (
        words(tags.figure(standing_of(HAVENS, Position(quantity=Decimal(0))))) == "0个"
    )


def test_goals_say_when_more_is_asked_for():
    assert words(tags.goal(CARE, Decimal(200000))) == "≥200,000人次"
    assert words(tags.goal(HAVENS, Decimal(400))) == "400个"
    assert words(tags.goal(RATE, Decimal(85))) == "≥85%"
    assert words(tags.goal(CARE, Decimal(0))) == "0人次"
    assert tags.goal(CARE, None) == "—"


def test_a_shortfall_names_what_is_wanting():
    flow = standing_of(HAVENS, Position(), shortfall=Decimal(25))
    ratio = standing_of(RATE, Position(), shortfall=Decimal(1634))

    assert tags.shortfall(flow) == "还差 25 个"
    assert tags.shortfall(ratio) == "已建会单位数还差 1,634"


@pytest.mark.parametrize(
    ("amount", "target", "shown"),
    [
        (Fraction(400, 12), HAVENS, "33.3"),
        (Fraction(300), HAVENS, "300"),
        (Fraction(17, 20), RATE, "85%"),
        (None, HAVENS, "—"),
    ],
)
def test_expected_amounts(amount, target, shown):
    assert tags.in_unit(amount, target) == shown


def test_an_aspirational_light_says_so():
    row = standing_of(RATE, Position())

    assert words(tags.light_of(row)) == "滞后（力争）"
    assert "light-behind" in tags.light_of(row)


def test_a_strip_is_as_wide_as_the_counts():
    strip = tags.light_strip([(Light.MET, 2), (Light.BEHIND, 1)])

    assert 'viewBox="0 0 3 1"' in strip
    assert '<rect class="fill-behind" x="2" width="1" height="1">' in strip
    assert 'viewBox="0 0 1 1"' in tags.light_strip([])


def test_counts_stages_and_reports_have_words():
    assert words(tags.light_count(Light.MET, 6)) == "达标 6"
    assert words(tags.stage_of(Stage.BLOCKED)) == "受阻"
    assert words(tags.stage_of(None)) == "未报"
    assert words(tags.reported_of(Coverage(1, 1))) == "已报"
    assert words(tags.reported_of(Coverage(0, 1))) == "未报"
    assert tags.reported_of(Coverage(39, 41)) == "39/41"
    assert tags.reported_of(Coverage(0, 0)) == "—"


def test_stages_are_listed_with_their_unions():
    row = standing_of(HAVENS, Position(under_way=32, done=10))

    assert tags.stages(row) == [(Stage.UNDER_WAY, 32), (Stage.DONE, 10)]


@pytest.mark.parametrize(
    ("pace", "text"),
    [
        (None, "未设时序曲线"),
        (Pace(kind="linear"), "按月均衡：每月应达全年的十二分之一"),
        (Pace(kind="step", due_month=12), "12月到期一次完成，到期前不判滞后"),
        (
            Pace(kind="custom", shares=(Decimal(100),) * 12),
            "动态保持：每期都应达到目标值",
        ),
        (
            Pace(kind="custom", shares=(*(Decimal(0),) * 11, Decimal(100))),
            "自定曲线：各月应达见逐月数据",
        ),
    ],
)
def test_a_pace_is_said_in_words(pace, text):
    assert tags.pace_text(pace) == text


@pytest.mark.parametrize(
    ("target", "shown"),
    [(HAVENS, '<b>1,368</b><span class="unit">个</span>'), (RATE, "<b>1,368</b>")],
)
def test_a_gap_has_its_unit_and_a_ratios_is_no_percentage(target, shown):
    assert tags.lacking(target, Decimal(1368)) == shown


def test_freshness_has_the_time_and_the_sequence():
    at = datetime(2024, 10, 6, 9, 0, tzinfo=UTC)
    posted = LedgerState(10757, at, unsummed_marks=0, awaiting_review=0)
    empty = LedgerState(0, None, unsummed_marks=0, awaiting_review=0)

    assert tags.as_of(posted) == "2024年10月6日 17:00（入账第 10,757 号）"
    assert tags.as_of(empty) == "尚无入账"


@pytest.mark.parametrize(
    ("posting", "target", "shown"),
    [
        (Posting(presence="value", quantity=Decimal(0)), HAVENS, "0个"),
        (
            Posting(
                presence="value", numerator=Decimal(170), denominator=Decimal(2000)
            ),
            RATE,
            "170 ÷ 2,000",
        ),
        (
            Posting(presence="value", stage="done"),
            Target(kind="milestone", unit="none"),
            "已完成",
        ),
        (Posting(presence="not_applicable"), HAVENS, "本期无此项"),
    ],
)
def test_a_posting_says_what_was_accepted(posting, target, shown):
    assert words(tags.posted(posting, target)) == shown
