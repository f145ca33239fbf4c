"""The cockpit's tiles and headline, from what people reported."""

from datetime import date

import pytest

from progress_app.enums import Light
from reports_app.enums import Prospect, TileView, TileWord
from reports_app.queries.cockpit import cockpit_of
from reports_app.queries.tiles import TileMap, tile_map
from tests.factories import accepted, past, present_on, target_called
from tests.reports_app.shares import split
from unions_app.models import Union

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 28)
HAVENS, MEMBERS, RATE = "新建渝工港湾", "发展工会会员", "建会率"


@pytest.fixture
def page(plan, people):
    """Return the cockpit after 万州区 is on its pace with one of two shares."""

    def opened(as_of=None, havens="4"):
        split(HAVENS, {"万州区": 8, "开州区": 8})
        split(MEMBERS, {"万州区": 100})
        typed = {HAVENS: {"quantity": havens}, MEMBERS: {"quantity": "10"}}
        for number in (8, 9):
            accepted("万州区", people.reporter, people.officer, typed, number=number)
        return cockpit_of(plan=plan, as_of=as_of or present_on(TODAY))

    return opened


def told(cockpit, view: TileView, target: str | None = None) -> TileMap:
    chosen = target_called(target) if target else None
    return tile_map(cockpit.frame, cockpit.below, view=view, target=chosen)


def tile(found: TileMap, union: str):
    [one] = [each for each in found.tiles if str(each.union) == union]
    return one


def test_a_tile_counts_the_targets_on_pace(page):
    one = tile(told(page(), TileView.PACE), "万州区")

    assert (one.tally.reached, one.word) == (1, TileWord.FEW)
    assert one.tally.counted > 2
    assert one.tally.silent == one.tally.counted - 2
    assert one.standing is None


def test_a_tile_tells_one_target(page):
    found = told(page(), TileView.TARGET, HAVENS)

    assert tile(found, "万州区").standing.light == Light.MET
    assert tile(found, "开州区").standing.light == Light.NOT_REPORTED
    assert tile(found, "万州区").tally is None


def test_a_tile_tells_how_much_was_reported(page):
    found = told(page(), TileView.COVERAGE)

    assert tile(found, "万州区").word == TileWord.PARTLY
    assert tile(found, "万州区").tally.reached == 2
    assert tile(found, "开州区").word == TileWord.UNREPORTED


def test_all_41_are_placed_and_one_that_is_new_stands_beside(page):
    Union.objects.filter(short_name="城口县").update(short_name="新设区")

    found = told(page(), TileView.PACE)

    assert (len(found.placed), len(found.unplaced)) == (40, 1)
    assert str(found.unplaced[0].union) == "新设区"


def test_tiles_of_a_past_moment_tell_what_was_known(page):
    found = told(page(past("2024-01-31")), TileView.COVERAGE)

    assert tile(found, "万州区").word != TileWord.PARTLY


def test_the_headline_names_what_will_be_missed_and_who_lags(page):
    headline = page(havens="1").headline

    counts = headline.counts
    assert sum(counts.values()) == headline.numeric
    # One union of 46 has reported: too little for a forecast, so the light decides.
    assert counts[Prospect.LAGGING] == len(headline.lagging) == 2
    assert {row.standing.target.name for row in headline.short} == {HAVENS, MEMBERS}
    assert headline.unsure > 0
    assert [str(row.union) for row in headline.involved][:1] == ["万州区"]
    assert headline.involved[0].targets == 2


def test_a_past_moment_has_no_headline(page):
    assert page(past("2024-10-01")).headline is None


def test_the_headline_of_a_year_without_figures_is_silent_not_wrong(plan):
    headline = cockpit_of(plan=plan, as_of=present_on(TODAY)).headline

    assert headline.short == ()
    assert headline.involved == ()
    assert len(headline.silent) == headline.counts[Prospect.SILENT] > 0
