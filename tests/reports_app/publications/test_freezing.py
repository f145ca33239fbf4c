"""What is frozen is what was known, and comes back as exactly that."""

import json

import pytest

from reports_app.queries.attention import needing_attention
from reports_app.queries.freezing import frozen_figures
from reports_app.queries.league import league_of
from reports_app.queries.standing import frame_of, positions_for, standings_at
from reports_app.queries.thawing import thawed
from reports_app.rules.deviations import is_same_league
from tests import factories
from tests.reports_app.league.quarters import reported, shared
from tests.reports_app.publications.making import HAVENS, MOMENT

pytestmark = pytest.mark.django_db


def floats_in(data) -> list[float]:
    if isinstance(data, dict):
        return [each for value in data.values() for each in floats_in(value)]
    if isinstance(data, list):
        return [each for value in data for each in floats_in(value)]
    return (
        [data] if isinstance(data, int | float) and not isinstance(data, bool) else []
    )


def test_frozen_figures_come_back_as_the_standings_they_were(posted, plan):
    as_of = factories.past(MOMENT)
    frame = frame_of(plan=plan, as_of=as_of)
    standings = standings_at(
        frame=frame, union=frame.federation, positions=positions_for(frame)
    )

    data = json.loads(json.dumps(frozen_figures(plan=plan, as_of=as_of)))
    told = thawed(data)

    assert told.standings == standings
    assert told.sequence == as_of.sequence
    assert told.at == as_of.at
    assert told.display == told.checkpoint == "2024年9月"
    grave = [a.standing.target.code for a in (*told.watched, *told.stuck)]
    again = [row.target.code for row in needing_attention(standings)]
    assert sorted(grave) == sorted(again)


def test_no_number_is_frozen_as_anything_but_text(posted, plan):
    figures = frozen_figures(plan=plan, as_of=factories.past(MOMENT))

    assert figures.pop("schema") == 2
    assert floats_in(figures) == []


def test_later_figures_do_not_reach_an_earlier_moment(posted, plan):
    as_of = factories.past(MOMENT)
    before = frozen_figures(plan=plan, as_of=as_of)
    typed = {HAVENS: {"quantity": "500"}}
    factories.accepted("江北区", posted.stranger, posted.officer, typed)

    assert frozen_figures(plan=plan, as_of=as_of) == before


@pytest.mark.parametrize("unions", [("江北区",), ("江北区", "开州区", "忠县")])
def test_freezing_costs_the_same_for_more_unions(
    posted, plan, unions, django_assert_num_queries
):
    for union in unions:
        typed = {HAVENS: {"quantity": "7"}}
        factories.accepted(union, posted.stranger, posted.officer, typed, number=9)
    as_of = factories.past(MOMENT)

    with django_assert_num_queries(27):
        frozen_figures(plan=plan, as_of=as_of)


def test_the_league_comes_back_as_it_was_ranked(people, plan):
    shared(万州区=8, 开州区=8, 梁平区=8)
    reported(people, "万州区", 6)
    reported(people, "开州区", 3)
    as_of = factories.past(MOMENT)
    league = league_of(plan=plan, as_of=as_of)

    data = json.loads(json.dumps(frozen_figures(plan=plan, as_of=as_of)))
    told = thawed(data).league

    assert told.quarter == league.quarter.number == 3
    ranked = [row for group in league.groups for row in group.rows]
    assert [str(row.union) for row in ranked] == ["万州区", "开州区"]
    assert [
        (row.union, row.rank, row.tied, row.score, row.counted, row.lowest, row.highest)
        for group in told.groups
        for row in group.ranks
    ] == [
        (r.union, r.rank, r.tied, r.score, len(r.parts), r.lowest, r.highest)
        for r in ranked
    ]
    apart = [(row.union, row.reason) for group in told.groups for row in group.apart]
    assert apart == [(r.union, r.reason) for g in league.groups for r in g.apart]


def test_before_a_quarter_is_due_there_is_no_league(posted, plan):
    figures = frozen_figures(plan=plan, as_of=factories.past("2024-03-20"))

    assert figures["league"] is None
    assert thawed(figures).league is None


def test_what_was_frozen_without_a_league_is_read_without_one(posted, plan):
    figures = frozen_figures(plan=plan, as_of=factories.past(MOMENT))
    del figures["league"]

    assert thawed(figures).league is None


def test_a_league_that_ranks_otherwise_is_told_apart():
    league = {
        "groups": [{"ranks": [{"union": {"id": "1", "name": "甲"}, "rank": "1"}]}]
    }
    renamed = {
        "groups": [{"ranks": [{"union": {"id": "1", "name": "乙"}, "rank": "1"}]}]
    }
    moved = {"groups": [{"ranks": [{"union": {"id": "1", "name": "甲"}, "rank": "2"}]}]}

    assert is_same_league(league, renamed)
    assert not is_same_league(league, moved)
    assert not is_same_league(league, None)
