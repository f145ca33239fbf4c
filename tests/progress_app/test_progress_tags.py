"""Figures, shares and moments as the desks tell them."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from progress_app.enums import FigureProblem
from progress_app.queries.grid import Clock
from progress_app.queries.histories import Change
from progress_app.rules.figures import Figure
from progress_app.templatetags import progress as tags
from targets_app.enums import PeriodState, TargetKind, Unit
from targets_app.models import Target
from tests.people import NOW

HAVENS = Target(kind=TargetKind.FLOW, unit=Unit.ITEMS, amount=Decimal(400))
HOURS = Target(kind=TargetKind.FLOW, unit=Unit.ITEMS, decimal_places=1)
RATE = Target(
    kind=TargetKind.RATIO,
    unit=Unit.PERCENT,
    amount=Decimal(85),
    numerator_name="已建会单位数",
)
STAGES = Target(kind=TargetKind.MILESTONE, unit=Unit.NONE)


def test_a_share_short_of_its_goal_never_reads_as_reached():
    assert tags.share(Fraction(99999, 100000)) == "99.99%"
    assert tags.share(Fraction(21, 10)) == "210%"
    assert tags.share(None) == ""
    assert tags.level(Fraction(84999, 100000), RATE) == "84.99%"
    assert tags.level(None, RATE) == ""


@pytest.mark.parametrize(
    ("number", "echoed"),
    [
        (None, ""),
        (Decimal(9999), ""),
        (Decimal(200000), "20万"),
        (Decimal(10**8), "1亿"),
    ],
)
def test_only_large_figures_are_echoed(number, echoed):
    assert tags.echo(number) == echoed


@pytest.mark.parametrize(
    ("number", "target", "told"),
    [
        (None, HAVENS, ""),
        (Decimal(0), HAVENS, "0 个"),
        (Decimal("1234.0000"), HAVENS, "1,234 个"),
        (Fraction(27, 4), HAVENS, "7 个"),
        (Fraction(27, 4), HOURS, "6.8 个"),
        (Fraction(7), HAVENS, "7 个"),
        (Decimal(85), RATE, "85%"),
        (Fraction(250, 3), RATE, "83.33%"),
    ],
)
def test_an_amount_carries_its_unit(number, target, told):
    assert tags.amount(number, target) == told


@pytest.mark.parametrize(
    ("figure", "target", "told"),
    [
        (None, HAVENS, ""),
        (Figure(), HAVENS, "未报"),
        (Figure(presence="not_applicable"), HAVENS, "本期无此项"),
        (Figure(presence="value", quantity=Decimal(0)), HAVENS, "0 个"),
        (Figure("value", None, Decimal(9), Decimal(1200)), RATE, "9 / 1,200"),
        (Figure("value", None, Decimal(9), None), RATE, "9 / —"),
        (Figure("value", None, None, Decimal(0)), RATE, "— / 0"),
        (Figure(presence="value", stage="done"), STAGES, "已完成"),
    ],
)
def test_a_figure_of_any_kind_is_one_line(figure, target, told):
    assert tags.figure(figure, target) == told


def test_what_is_missing_and_what_changed():
    assert tags.missing(Decimal(3), HAVENS) == "3 个"
    assert tags.missing(Decimal(3), RATE) == "已建会单位数 3"
    assert tags.missing(None, RATE) == "（无法计算）"
    assert tags.signed(Decimal(1200)) == "+1,200"
    assert tags.signed(Decimal(-3)) == "-3"
    assert tags.signed(Decimal(0)) == "持平"
    assert tags.signed(None) == ""


@pytest.mark.parametrize(
    ("state", "days_left", "told"),
    [
        (PeriodState.OPEN, 8, "还有8天"),
        (PeriodState.OPEN, 0, "今天截止"),
        (PeriodState.OVERDUE, -2, "已逾期2天"),
        (PeriodState.LOCKED, -30, "已锁定"),
    ],
)
def test_how_long_there_is(state, days_left, told):
    assert tags.due_words(Clock(state, days_left)) == told


def test_today_needs_no_day():
    assert tags.short_time(NOW, NOW) == "09:00"
    assert tags.short_time(NOW - timedelta(days=1), NOW) == "10月27日 09:00"
    assert tags.short_time(None, NOW) == ""


@pytest.mark.parametrize(
    ("column", "before", "after", "told"),
    [
        ("quantity", "", "1200", "本期数：空 → 1,200"),
        ("stage", "under_way", "done", "进展阶段：推进中 → 已完成"),
        ("presence", "not_reported", "not_applicable", "填报情况：未报 → 本期无此项"),
        ("note", None, None, "说明有修改"),
    ],
)
def test_a_change_is_told_and_texts_are_not(column, before, after, told):
    assert tags.change(Change(column, before, after)) == told


def test_problems_say_what_to_do():
    target = Target(decimal_places=2)

    too_many = FigureProblem.TOO_MANY_DECIMALS
    assert tags.problem(too_many, target) == "小数位数过多，本项最多填 2 位小数"
    assert tags.problem(too_many, HAVENS) == "本项只填整数，请去掉小数"
    assert [tags.problem(p, target) for p in FigureProblem]


def test_sentences_are_parted_as_the_language_does():
    assert tags.between() == ""
    with translation.override("en"):
        assert tags.between() == " "


def test_deeds_have_names():
    assert tags.deed("entry.returned") == "审核退回"
    assert tags.deed("something.new") == "something.new"
