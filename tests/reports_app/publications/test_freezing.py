"""What is frozen is what was known, and comes back as exactly that."""

import json

import pytest

from reports_app.queries.attention import needing_attention
from reports_app.queries.freezing import frozen_figures
from reports_app.queries.standing import frame_of, positions_for, standings_at
from reports_app.queries.thawing import thawed
from tests import factories
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

    assert figures.pop("schema") == 1
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

    with django_assert_num_queries(12):
        frozen_figures(plan=plan, as_of=as_of)
