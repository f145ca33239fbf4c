"""Standings hold against figures computed by hand, posted through the real actions."""

from datetime import date
from fractions import Fraction

import pytest
from django.db.models import Q

from progress_app.enums import Light, Stage
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import replay
from reports_app.queries.standing import (
    Coverage,
    Standing,
    frame_of,
    positions_for,
    quotas_in_force,
    standings_at,
)
from tests.factories import accepted, present_on, union_called
from tests.reports_app.shares import split

TODAY = date(2024, 10, 28)
HAVENS = "新建渝工港湾"
RATE = "建会率"
CITY = "市总工会"


def standings(plan, union: str = CITY, on: date = TODAY) -> dict[str, Standing]:
    """Return the standings at a union by the target's name, from stored roll-ups."""
    node = union_called(union)
    frame = frame_of(
        plan=plan,
        as_of=present_on(on),
        quotas=quotas_in_force(Q(union=node, target__plan=plan), on=on),
    )
    rows = standings_at(
        frame=frame, union=node, positions=positions_for(frame, union=node)
    )
    return {row.target.name: row for row in rows}


def test_a_flow_adds_periods_and_is_held_against_the_checkpoint(plan, people):
    accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "20"}},
        number=9,
    )
    accepted("万州区", people.reporter, people.officer, {HAVENS: {"quantity": "5"}})

    row = standings(plan)[HAVENS]

    assert row.position.quantity == 25
    assert row.goal == 400
    assert row.achieved == Fraction(25, 400)
    assert row.expected == Fraction(9, 12)
    assert row.shortfall == 275
    assert row.light == Light.FAR_BEHIND
    assert row.coverage == Coverage(reported=1, expected=46)
    assert row.open_coverage == Coverage(reported=1, expected=46)


def test_a_union_is_held_against_its_own_share(plan, people):
    split(HAVENS, {"万州区": 12, "江北区": 8})
    accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "8"}}, number=9
    )

    row = standings(plan, "万州区")[HAVENS]

    assert (row.goal, row.achieved) == (12, Fraction(2, 3))
    assert (row.shortfall, row.light) == (1, Light.BEHIND)
    assert row.coverage == Coverage(reported=1, expected=1)


def test_a_share_counts_before_anything_was_posted(plan):
    split(HAVENS, {"万州区": 12})

    row = standings(plan, "万州区")[HAVENS]

    assert (row.goal, row.achieved, row.light) == (12, None, Light.NOT_REPORTED)
    assert row.shortfall == 9
    assert row.coverage == Coverage(reported=0, expected=1)


def test_without_a_share_there_is_nothing_to_hold_against(plan):
    row = standings(plan, "万州区")[HAVENS]

    assert (row.goal, row.achieved, row.light) == (None, None, Light.NO_QUOTA)
    assert row.shortfall is None


def test_a_ratio_adds_its_counts_and_averages_nothing(plan, people):
    typed = {RATE: {"numerator": "170", "denominator": "200"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    typed = {RATE: {"numerator": "80", "denominator": "100"}}
    accepted("江北区", people.stranger, people.officer, typed, number=9)

    row = standings(plan)[RATE]

    assert row.level == Fraction(250, 300)
    assert row.achieved == Fraction(250, 300) / Fraction(85, 100)
    assert row.light == Light.BEHIND
    assert row.shortfall == 5
    assert row.target.is_aspirational


@pytest.mark.parametrize(
    ("numerator", "light"), [("8499", Light.BEHIND), ("8500", Light.MET)]
)
def test_just_below_a_rate_is_not_the_rate(plan, people, numerator, light):
    typed = {RATE: {"numerator": numerator, "denominator": "10000"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    assert standings(plan)[RATE].light == light


def test_a_carried_level_is_marked(plan, people):
    typed = {RATE: {"numerator": "170", "denominator": "200"}}
    accepted("万州区", people.reporter, people.officer, typed, number=8)

    row = standings(plan)[RATE]

    assert row.level == Fraction(170, 200)
    assert (row.coverage.reported, row.stale) == (0, 1)


def test_the_month_still_being_filled_in_makes_nothing_stale(plan, people):
    typed = {RATE: {"numerator": "170", "denominator": "200"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    assert standings(plan)[RATE].stale == 0


def test_more_than_the_goal_is_never_clamped(plan, people):
    typed = {"全市性职工文体活动": {"quantity": "42"}}
    accepted("宣传教育部门（示例）", people.officer, people.leader, typed, number=9)

    city = standings(plan)["全市性职工文体活动"]
    department = standings(plan, "宣传教育部门（示例）")["全市性职工文体活动"]

    assert (city.achieved, city.light) == (Fraction(42, 20), Light.MET)
    assert (department.goal, department.achieved) == (20, Fraction(42, 20))


def test_zero_is_a_figure_and_silence_is_not(plan, people):
    accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "0"}}, number=9
    )

    rows = standings(plan)

    assert rows[HAVENS].achieved == 0
    assert rows[HAVENS].light == Light.FAR_BEHIND
    assert rows["新建基层工会组织"].achieved is None
    assert rows["新建基层工会组织"].light == Light.NOT_REPORTED
    assert rows["新建基层工会组织"].coverage == Coverage(reported=0, expected=46)


def test_a_step_is_not_due_before_its_month(plan):
    autumn = standings(plan)["市级优秀“五小”项目"]
    spring = standings(plan, on=date(2025, 1, 6))["市级优秀“五小”项目"]

    assert (autumn.expected, autumn.light) == (0, Light.NOT_DUE)
    assert (spring.expected, spring.light) == (1, Light.NOT_REPORTED)


def test_nothing_is_expected_before_the_first_period_is_due(plan):
    row = standings(plan, on=date(2024, 1, 10))[HAVENS]

    assert (row.expected, row.light) == (0, Light.NOT_DUE)
    assert row.coverage == Coverage(reported=0, expected=0)
    assert row.open_coverage is None


def test_a_milestone_is_blocked_by_one_union(plan, people):
    name = "大抓基层三年行动"
    typed = {name: {"stage": "blocked"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    typed = {name: {"stage": "done"}}
    accepted("江北区", people.stranger, people.officer, typed, number=9)

    row = standings(plan)[name]

    assert (row.stage, row.light) == (Stage.BLOCKED, Light.BEHIND)
    assert (row.goal, row.achieved, row.shortfall) == (None, None, None)


def test_the_ledgers_replay_tells_the_same(plan, people):
    typed = {
        HAVENS: {"quantity": "20"},
        RATE: {"numerator": "170", "denominator": "200"},
    }
    accepted("万州区", people.reporter, people.officer, typed, number=8)
    accepted("江北区", people.stranger, people.officer, typed, number=9)
    frame = frame_of(plan=plan, as_of=present_on(TODAY))
    city = frame.federation

    stored = standings_at(
        frame=frame, union=city, positions=positions_for(frame, union=city)
    )
    replayed = standings_at(
        frame=frame,
        union=city,
        positions=replay(plan_id=plan.pk, sequence=ledger_sequence()),
    )

    assert stored == replayed
