"""Why a rank: lines that add up as shown, and steps that draw level."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports_app.enums import LeagueFormula
from reports_app.models import LeagueTerms
from reports_app.queries.league_why import why
from tests.reports_app.league.quarters import (
    HAVENS,
    group_of,
    league,
    reported,
    row_of,
    shared,
)
from unions_app.enums import PeerGroup

pytestmark = pytest.mark.django_db


def why_of(union: str):
    told = league()
    return why(row_of(told, union), group_of(told, PeerGroup.NORTH_EAST), told.terms)


def test_shown_lines_add_up_to_the_shown_total(people):
    shared(万州区=7)
    reported(people, "万州区", 1, rates=(73, 41, 11))

    told = why_of("万州区")

    assert sum(line.points for line in told.lines) == told.total
    assert told.total == Decimal("44.05")
    assert told.wanting == 100 - row_of(league(), "万州区").score


def test_a_line_says_what_was_due_in_the_targets_unit(people):
    shared(万州区=10)
    reported(people, "万州区", 5)

    due = {line.part.standing.target.name: line.due for line in why_of("万州区").lines}

    assert due[HAVENS] == Fraction(15, 2)
    assert due["职代会动态建制率"] == Fraction(4, 5)
    assert due["就业人群密集地区小三级工会覆盖率"] == Fraction(3, 4)


def test_the_first_has_nobody_above(people):
    shared(万州区=8)
    reported(people, "万州区", 6)

    assert why_of("万州区").above is None


def test_the_next_rank_is_named_with_its_gap_and_enough_steps(people):
    shared(万州区=40, 开州区=8, 梁平区=8, 垫江县=8)
    reported(people, "开州区", 8)
    reported(people, "梁平区", 8, rates=(80, 80, 60))
    reported(people, "垫江县", 8, rates=(80, 80, 60))
    reported(people, "万州区", 12)

    told = why_of("万州区").above
    [step] = told.steps
    reported_more = 12 + int(step.quantity)

    assert (told.rank, told.unions) == (2, ("梁平区", "垫江县"))
    assert told.gap == 10
    assert step.target.name == HAVENS
    assert Fraction(reported_more, 30) * 25 + 75 >= 95
    assert Fraction(reported_more - 1, 30) * 25 + 75 < 95


def test_a_gap_that_no_single_count_closes_has_no_step(people):
    shared(万州区=8, 开州区=8)
    reported(people, "开州区", 8)
    reported(people, "万州区", 6, rates=(80, 0, 75))

    assert why_of("万州区").above.steps == ()


def test_other_formulas_promise_no_steps(people, plan):
    LeagueTerms.objects.create(plan=plan, formula=LeagueFormula.MEAN_PLACE)
    shared(万州区=8, 开州区=8)
    reported(people, "开州区", 8)
    reported(people, "万州区", 3)

    assert why_of("万州区").above.steps == ()
