"""The league of a quarter: who is measured on what, who is apart, and who is ranked."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions.rollups import roll_up_marked
from reports_app.enums import Apart, LeagueFormula, Unmeasured
from reports_app.models import LeagueTerms, LeagueWeight
from reports_app.queries.league import NoSuchQuarterError
from reports_app.rules.quarters import Quarter
from tests.factories import past, present_on, submitted, target_called
from tests.people import NOW
from tests.reports_app.league.quarters import (
    FULL,
    HAVENS,
    group_of,
    league,
    reported,
    row_of,
    shared,
    typed,
)
from tests.reports_app.shares import split
from unions_app.enums import PeerGroup
from unions_app.models import Union

pytestmark = pytest.mark.django_db
QUERIES = 12


def ranks(told, group=PeerGroup.NORTH_EAST):
    return [(str(row.union), row.rank) for row in group_of(told, group).rows]


def apart(told, group=PeerGroup.NORTH_EAST):
    return {str(row.union): row.reason for row in group_of(told, group).apart}


def test_without_a_quarter_that_is_due_there_is_no_league(plan):
    told = league(as_of=present_on(date(2024, 4, 5)))

    assert told.quarter is None
    assert told.groups == ()


def test_the_latest_quarter_that_is_due_is_told(plan):
    told = league()

    assert told.quarter == Quarter(3, date(2024, 9, 30), date(2024, 10, 5), True)
    assert [group.group for group in told.groups] == list(PeerGroup)


@pytest.mark.parametrize("quarter", [0, 4, 5])
def test_a_quarter_that_is_not_due_has_no_league(plan, quarter):
    with pytest.raises(NoSuchQuarterError):
        league(quarter)


def test_who_reported_is_ranked_and_who_did_not_is_apart_and_never_last(people):
    shared(万州区=8, 开州区=8, 梁平区=8)
    reported(people, "万州区", 6)
    reported(people, "开州区", 3)

    told = league()

    assert ranks(told) == [("万州区", 1), ("开州区", 2)]
    assert len(apart(told)) == 9
    assert set(apart(told).values()) == {Apart.NOT_HANDED_IN}
    assert group_of(told, PeerGroup.NORTH_EAST).coverage.reported == 2
    assert group_of(told, PeerGroup.NORTH_EAST).coverage.expected == 11


def test_nothing_done_is_a_result_and_ranked(people):
    shared(万州区=8, 开州区=8)
    reported(people, "万州区", 0)
    reported(people, "开州区", 8)

    told = league()

    assert ranks(told) == [("开州区", 1), ("万州区", 2)]
    assert row_of(told, "万州区").score == 75


def test_what_waits_for_review_keeps_a_union_apart(people):
    shared(万州区=8)
    submitted("万州区", people.reporter, typed(6), number=9)

    told = league()

    assert apart(told)["万州区"] == Apart.NOT_ACCEPTED


def test_one_figure_that_is_wanting_keeps_a_union_apart_and_is_named(people):
    shared(万州区=8)
    reported(people, "万州区", None)

    [row] = [r for r in group_of(league(), "north_east").apart if r.awaited][:1]

    assert (str(row.union), row.reason) == ("万州区", Apart.NOT_ACCEPTED)
    assert [target.name for target in row.awaited] == [HAVENS]


def test_a_union_without_a_share_is_not_measured_on_the_target(people):
    split(HAVENS, {"万州区": 0, "开州区": 8})
    for union in ("万州区", "开州区", "梁平区"):
        reported(people, union, 2 if union == "开州区" else None, rates=(80, 80, 15))

    told = league()
    reasons = {
        union: {
            one.target.name: one.reason
            for one in row_of(told, union).left_out
            if one.target.name == HAVENS
        }
        for union in ("万州区", "开州区", "梁平区")
    }

    assert reasons == {
        "万州区": {HAVENS: Unmeasured.NO_SHARE},
        "开州区": {},
        "梁平区": {HAVENS: Unmeasured.NO_QUOTA},
    }
    assert row_of(told, "万州区").score == Fraction(220, 3)
    assert row_of(told, "万州区").tied == 1
    assert ranks(told) == [("万州区", 1), ("梁平区", 1), ("开州区", 3)]


def test_parts_add_up_exactly_and_come_in_the_plans_order(people):
    shared(万州区=8)
    reported(people, "万州区", 4, rates=(79, 40, 15))

    row = row_of(league(), "万州区")

    assert [part.standing.target.name for part in row.parts] == [
        "职代会动态建制率",
        "厂务公开动态建制率",
        HAVENS,
        "就业人群密集地区小三级工会覆盖率",
    ]
    shares = [part.contribution.share for part in row.parts]
    assert shares == [Fraction(79, 80), Fraction(1, 2), Fraction(2, 3), Fraction(1, 5)]
    assert sum(part.contribution.points for part in row.parts) == row.score
    assert row.score == sum(shares) * 25


def test_what_is_beyond_the_goal_is_told_beside_and_adds_nothing(people):
    shared(万州区=8, 开州区=8)
    reported(people, "万州区", 80, rates=(100, 40, 75))
    reported(people, "开州区", 6, rates=(80, 40, 75))

    told = league()
    ahead, level = row_of(told, "万州区"), row_of(told, "开州区")

    assert ahead.score == level.score == Fraction(175, 2)
    assert (ahead.rank, level.rank) == (1, 1)
    assert (ahead.over, ahead.on_pace) == (2, 3)
    assert (level.over, level.on_pace) == (0, 3)


def test_left_out_for_all_are_the_aspirational_the_undue_and_the_milestones(people):
    reasons = {
        one.target.name: one.reason
        for one in group_of(league(), PeerGroup.NORTH_EAST).left_out
    }

    assert reasons["建会率"] == Unmeasured.ASPIRATIONAL
    assert reasons["实名制管理"] == Unmeasured.MILESTONE
    assert HAVENS not in reasons
    assert "市级优秀“五小”项目" not in reasons


def test_what_is_not_due_by_the_quarters_end_is_left_out(people):
    target = target_called(HAVENS)
    target.pace_curves.update(kind="step", due_month=10)
    shared(万州区=8)
    reported(people, "万州区", None)

    told = league()

    assert row_of(told, "万州区").score == 100
    [reason] = [
        one.reason
        for one in group_of(told, PeerGroup.NORTH_EAST).left_out
        if one.target == target
    ]
    assert reason == Unmeasured.NOT_DUE


def test_industrial_unions_owe_no_territorial_target(people):
    names = {
        one.target.name for one in group_of(league(), PeerGroup.INDUSTRIAL).left_out
    }

    assert "区县工会职工服务阵地建设和运营管理" not in names


def test_a_union_that_closed_before_the_quarters_end_is_in_no_group(people):
    Union.objects.filter(short_name="巫山县").update(closed_on=date(2024, 9, 29))

    assert "巫山县" not in apart(league())


def test_the_share_in_force_at_the_quarters_end_counts(people):
    shared(万州区=8)
    reported(people, "万州区", 6)
    target = target_called(HAVENS)
    target.quotas.create(
        union=Union.objects.get(short_name="万州区"),
        amount=800,
        effective_on=date(2024, 10, 1),
        reason="加码",
    )
    roll_up_marked()

    assert row_of(league(), "万州区").score == 100


def test_the_terms_decide_formula_cap_and_weights(people, plan):
    shared(万州区=8, 开州区=8)
    reported(people, "万州区", 3, rates=FULL)
    reported(people, "开州区", 8, rates=(80, 80, 50))
    terms = LeagueTerms.objects.create(plan=plan, formula=LeagueFormula.ON_PACE)
    LeagueWeight.objects.create(terms=terms, target=target_called(HAVENS), weight=2)

    told = league()
    row = row_of(told, "万州区")

    assert told.terms.other_formulas == (
        LeagueFormula.CAPPED_MEAN,
        LeagueFormula.MEAN_PLACE,
    )
    assert row.score == 60
    assert row_of(told, "开州区").score == 80
    assert set(row.other_ranks) == set(told.terms.other_formulas)


def test_a_weight_of_nothing_leaves_a_target_out_and_says_so(people, plan):
    terms = LeagueTerms.objects.create(plan=plan)
    LeagueWeight.objects.create(terms=terms, target=target_called(HAVENS), weight=0)
    shared(万州区=8)
    reported(people, "万州区", None)

    told = league()

    assert row_of(told, "万州区").score == 100
    left_out = group_of(told, PeerGroup.NORTH_EAST).left_out
    assert (target_called(HAVENS), Unmeasured.NO_WEIGHT) in {
        (one.target, one.reason) for one in left_out
    }


def test_at_a_past_moment_the_quarter_due_by_then_is_the_latest(people):
    shared(万州区=8)
    reported(people, "万州区", 3)

    told = league(as_of=past("2024-09-30"))

    assert told.quarter.number == 2
    assert apart(told)["万州区"] == Apart.NOT_HANDED_IN


def test_a_moment_after_the_due_day_agrees_with_the_present(people, autumn_2024):
    shared(万州区=8, 开州区=8)
    reported(people, "万州区", 3)
    reported(people, "开州区", 5, rates=(10, 20, 30))

    def told(one):
        return [
            (str(row.union), row.rank, row.score, row.lowest, row.highest)
            for row in group_of(one, PeerGroup.NORTH_EAST).rows
        ]

    assert told(league(as_of=past("2024-10-30"))) == told(league())


def test_more_unions_cost_no_more_queries(people):
    shared(万州区=8, 开州区=8, 梁平区=8)
    costs = []
    for unions in (["万州区"], ["开州区", "梁平区"]):
        for union in unions:
            reported(people, union, 6)
        with CaptureQueriesContext(connection) as asked:
            league()
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES


def test_the_moment_of_these_tests_is_late_in_october():
    assert present_on(date(2024, 10, 28)).at == NOW
